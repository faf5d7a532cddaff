/// An execution that went wrong.
struct FoundFailure {
  let index: Int
  /// The worker's output about its end.
  let said: String
  /// Equal for failures at the same place.
  let key: String
  /// The places in the sources, innermost first.
  let places: [String]

  init(index: Int, said: String, trace: String) {
    self.index = index
    self.said = said
    let lines = trace.split(separator: "\n")
    // `3 [ra] 0x… LinkReader.read() + 12 in casebook-fuzz at /…/Sources/Signatures/WrappedError.swift:36:21`
    places = lines.compactMap { line in
      guard let start = line.firstRange(of: "/Sources/")?.lowerBound, line.contains(" in ") else {
        return nil
      }
      return String(line[start...].dropFirst())
    }
    key = places.first ?? Self.headline(said)
  }

  /// The line that distinguishes this kind of failure from others.
  static func headline(_ said: String) -> String {
    String(said.split(separator: "\n").first { $0.contains("Fatal error") } ?? said.prefix { $0 != "\n" })
  }
}
