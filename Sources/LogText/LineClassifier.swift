import CasebookText

/// Reads lines that only a format describes, and finds out which format a log has.
struct LineClassifier {
  private let formats: LogFormats
  private let isNaming: Bool
  /// A user's formats. The last one that matched is tried first.
  private var own: [LogFormat]
  private let match = PatternMatch()
  /// A few records of the log, more of its start than of its end.
  private var samples: [[UInt8]] = []
  private var records = 0
  private var nextSample = 1
  /// The last name that was found, and the number of samples it was found from.
  private var named: (samples: Int, name: String?)?

  /// The longest line, in bytes, that is used as a sample.
  private static let sampleSize = 2_048

  /// Whether the user has formats, which may read any line.
  var hasOwn: Bool { !own.isEmpty }

  /// With `isNaming` false, no records are kept to name the format by.
  init(_ formats: LogFormats, isNaming: Bool = true) {
    self.formats = formats
    self.isNaming = isNaming
    own = formats.pattern
  }

  /// The parts of a line in one of the user's formats.
  mutating func readOwn(_ line: Bytes) -> LinePrefix? {
    for index in own.indices {
      guard let prefix = own[index].read(line, match) else { continue }
      if index > 0 { own.swapAt(0, index) }
      return prefix
    }
    return nil
  }

  /// The parts of a line in a built-in format that has no reader.
  func readRow(_ line: Bytes) -> LinePrefix? {
    guard line.count > 2, LogFormats.builtInFirstBytes[Int(line[0])] else { return nil }
    for format in LogFormats.builtInPatterns {
      guard var prefix = format.read(line, match) else { continue }
      prefix.shape = .row
      return prefix
    }
    return nil
  }

  /// Takes a record into account.
  mutating func sample(_ line: Bytes) {
    guard isNaming else { return }
    records += 1
    guard records == nextSample else { return }
    nextSample += 1 + records / 8
    if line.count <= Self.sampleSize { samples.append(Array(line)) }
  }

  /// The format of at least half of the records.
  mutating func name() -> String? {
    if let named, named.samples == samples.count { return named.name }
    let found = samples.isEmpty ? nil : formats.format(of: samples)
    let name = found.flatMap { $0.count * 2 >= samples.count ? $0.format.name : nil }
    named = (samples.count, name)
    return name
  }
}
