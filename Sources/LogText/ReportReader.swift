import CasebookText

/// Collects the messages of a report, line by line, and puts them in order.
struct ReportReader {
  /// How telling a message is.
  enum Weight: Int, Comparable {
    case note, wrapper, plain, error, link, root
    static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
  }

  struct Candidate {
    var message: ErrorReport.Message
    var weight: Weight
  }

  let bytes: [UInt8]
  let lines: [Range<Int>]
  var candidates: [Candidate] = []
  /// The line that is read next.
  var next = 0
  /// How deep this text was inside strings of other texts.
  let depth: Int
  var json: LenientJSON
  /// The class of the exception that the next `Message:` line belongs to.
  var pendingClass: String?
  /// The head of the chain of causes that is being read: the place of its present root.
  var chain: String?
  /// Hashes of the lines that were read.
  private var seen: Set<UInt64> = []
  private var places: [String: Int] = [:]

  /// So many candidates are collected at most, so that memory stays bounded.
  private static let most = 4 * ErrorReport.mostMessages
  /// A longer message is cut: nobody searches for it whole.
  private static let longest = 4_096

  init(_ bytes: [UInt8], depth: Int = 0) {
    self.bytes = bytes
    self.depth = depth
    json = LenientJSON(bytes)
    lines = Self.lines(of: bytes)
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(start..<(index > start && bytes[index - 1] == 0x0D ? index - 1 : index))
      start = index + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Adds a message unless it is empty or known; a known one keeps its first place and its greatest weight.
  mutating func add(
    _ text: String, line: Int, _ weight: Weight, _ role: ErrorReport.Message.Role,
    _ source: ErrorReport.Message.Source, code: String? = nil
  ) {
    let text = Self.oneLine(text)
    guard text.utf8.contains(where: { $0.isLetter || $0 >= 0x80 || $0.isDigit }) else { return }
    if let place = places[text] {
      if candidates[place].weight < weight {
        candidates[place].weight = weight
        candidates[place].message.role = role
        candidates[place].message.source = source
      }
      if candidates[place].message.code == nil { candidates[place].message.code = code }
      return
    }
    if candidates.count >= Self.most {
      guard weight >= .link, let least = candidates.lastIndex(where: { $0.weight <= .wrapper }) else {
        return
      }
      places[candidates[least].message.text] = nil
      candidates.remove(at: least)
      for index in least..<candidates.count { places[candidates[index].message.text] = index }
    }
    places[text] = candidates.count
    candidates.append(
      Candidate(
        message: ErrorReport.Message(text: text, line: line + 1, role: role, source: source, code: code),
        weight: weight))
  }

  /// Adds an error; where it wraps others, what failed first leads it.
  mutating func addError(
    _ text: String, line: Int, _ weight: Weight, _ role: ErrorReport.Message.Role,
    _ source: ErrorReport.Message.Source, code: String? = nil
  ) {
    guard weight > .note, let wrapped = WrappedError(Self.oneLine(text)) else {
      return add(text, line: line, weight, role, source, code: code)
    }
    // A line that says in its beginning that something failed elsewhere goes on to say what.
    let isTold = weight == .wrapper && !Phrases.isWrapper(wrapped.root)
    add(wrapped.root, line: line, isTold ? .error : weight, role, .causedBy, code: wrapped.code ?? code)
    add(text, line: line, min(weight, .link), .consequence, source, code: code)
    for wrapper in wrapped.wrappers { add(wrapper, line: line, .wrapper, .consequence, .causedBy) }
  }

  /// Makes a message that led so far a consequence.
  mutating func demote(_ text: String) {
    guard let place = places[Self.oneLine(text)], candidates[place].weight == .root else { return }
    candidates[place].weight = .link
    candidates[place].message.role = .consequence
  }

  private static func oneLine(_ text: String) -> String {
    var result: [UInt8] = []
    var space = false
    for byte in text.utf8.prefix(longest) {
      if byte <= 0x20 || byte == 0x7F {
        space = !result.isEmpty
      } else {
        if space { result.append(0x20) }
        space = false
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  mutating func read() {
    while next < lines.count {
      let line = next
      let range = lines[line]
      next += 1
      if range.count < 512, isRepeated(range) { continue }
      if readTraceback(line) || readJSON(line, from: range.lowerBound) { continue }
      readLine(range, at: line)
    }
  }

  /// A log can hold one line a million times: one is enough.
  private mutating func isRepeated(_ range: Range<Int>) -> Bool {
    // The marks of a structure repeat and still carry meaning: brackets, and the start of a traceback.
    guard range.count > 4, bytes[range.lowerBound] > 0x20, !bytes[range].starts(with: "Traceback".utf8) else {
      return false
    }
    var hash = WordHash.start
    for byte in bytes[range] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    if seen.count > 20_000 { return seen.contains(hash) }
    return !seen.insert(hash).inserted
  }

  /// The messages in order: the weightiest first, then as they came.
  func ranked() -> [ErrorReport.Message] {
    var order = candidates.enumerated().sorted { a, b in
      if a.element.weight != b.element.weight { return a.element.weight > b.element.weight }
      return a.offset < b.offset
    }.map(\.element.message)
    if order.count > ErrorReport.mostMessages { order.removeSubrange(ErrorReport.mostMessages...) }
    if !order.isEmpty { order[0].role = .root }
    return order
  }
}
