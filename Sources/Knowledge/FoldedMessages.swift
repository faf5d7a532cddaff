/// A resolution without most of the messages that it lists. Its reader has one of them at hand.
///
/// A block of further messages goes with its introduction; of the block that shows how the error looks, if the text begins
/// with one, a few lines stay.
public struct FoldedMessages: Sendable {
  /// The rest of the text.
  public let markdown: String
  /// How many messages were left out.
  public let count: Int

  /// The lines that stay of what the error looks like.
  private static let kept = 2
  /// The language of a block that shows what a program prints.
  private static let printed = "output"

  /// Folds the messages of a text.
  public init(_ text: String) {
    var lines: [Substring] = []
    var count = 0
    var blocks = 0
    var fence: Fence?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = Fence(line)
      if let open = fence {
        open.isClosed(by: mark) ? (fence = nil) : (fence?.lines += 1)
        let isEnd = fence == nil
        switch open.language {
        case messageListLanguage:
          if !isEnd { count += 1 }
          continue
        case Self.printed where open.isFirst && !isEnd && open.lines >= Self.kept:
          count += 1
          continue
        default: break
        }
      } else if var mark {
        mark.isFirst = blocks == 0
        blocks += 1
        fence = mark
        if mark.language == messageListLanguage {
          Self.dropIntroduction(from: &lines)
          continue
        }
      }
      lines.append(line)
    }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    markdown = lines.joined(separator: "\n")
    self.count = count
  }

  /// Removes the line of text directly above a block, with the blank lines around it.
  private static func dropIntroduction(from lines: inout [Substring]) {
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.last?.hasPrefix("**") == true, lines.dropLast().last?.isEmpty != false { lines.removeLast() }
    while lines.last?.isEmpty == true { lines.removeLast() }
  }

  /// The beginning or the end of a code block.
  private struct Fence {
    var mark: Character
    var length: Int
    var language: Substring
    var isFirst = false
    var lines = 0

    init?(_ line: Substring) {
      let content = line.drop { $0 == " " }
      guard let mark = content.first, mark == "`" || mark == "~" else { return nil }
      length = content.prefix { $0 == mark }.count
      guard length >= 3 else { return nil }
      self.mark = mark
      language = content.dropFirst(length).drop { $0 == " " }.prefix { $0 != " " }
    }

    func isClosed(by other: Fence?) -> Bool {
      other.map { $0.mark == mark && $0.length >= length && $0.language.isEmpty } ?? false
    }
  }
}
