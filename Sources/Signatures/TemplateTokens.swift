import CasebookText

/// A piece of a template.
public struct TemplateToken: Hashable, Sendable {
  /// The token as written in the template: a word, a punctuation mark, or a mask such as `<num>`.
  public let text: String
  /// Its mask; `nil` for a constant token.
  public let mask: Mask?
  /// True if white space precedes it.
  public let isSpaced: Bool

  /// Creates a token.
  public init(_ text: String, mask: Mask? = nil, isSpaced: Bool) {
    self.text = text
    self.mask = mask
    self.isSpaced = isSpaced
  }

  /// Splits a template into its words, marks and masks.
  public static func tokens(of template: String) -> [TemplateToken] {
    var template = template
    return template.withUTF8 { bytes in
      var tokens: [TemplateToken] = []
      var index = 0
      var isSpaced = true
      while index < bytes.count {
        if bytes[index] <= 0x20 {
          isSpaced = true
          index += 1
          continue
        }
        var end = index + 1
        var mask: Mask?
        if let found = Mask.found(in: bytes, at: index) {
          (mask, end) = (found.mask, found.end)
        } else if bytes[index].isWord {
          while end < bytes.count, bytes[end].isWord { end += 1 }
        }
        tokens.append(
          TemplateToken(String(decoding: bytes[index..<end], as: UTF8.self), mask: mask, isSpaced: isSpaced))
        isSpaced = false
        index = end
      }
      return tokens
    }
  }
}
