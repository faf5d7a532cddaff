/// Why packed data could not be read to its end.
public struct UnpackingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem, and what to do about it.
  public let description: String
  /// Whether the data is intact but the library for its packing is not installed.
  public let isMissingLibrary: Bool

  init(_ description: String, isMissingLibrary: Bool = false) {
    self.description = description
    self.isMissingLibrary = isMissingLibrary
  }

  static let cutOff = UnpackingProblem("the compressed data is cut off; only the data before that was read")

  /// More comes out than is allowed. `unpacked` bytes were read.
  static func tooLarge(_ words: String, _ unpacked: Int) -> UnpackingProblem {
    let size = unpacked >> 20 > 0 ? "\(unpacked >> 20) MiB" : "\(unpacked >> 10) KiB"
    return UnpackingProblem(
      "\(words); the first \(size) were read; to read more, give --unpack-limit SIZE")
  }

  static func damaged(_ words: String) -> UnpackingProblem {
    let words = Label.harmless(words)
    return UnpackingProblem(
      "damaged (\(words.isEmpty ? "no reason given" : words)); only the data before that was read")
  }
}
