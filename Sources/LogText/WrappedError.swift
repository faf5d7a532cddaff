import CasebookText

/// An error whose links are written one after another, as in Go, where each function says what it was doing:
/// `failed to start web-1: failed to resolve the image: lookup registry.lan on 10.0.0.2:53: no such host`.
///
/// Colons separate many things, so a text is a chain only if it reads like one: a link is a phrase that
/// continues in lower case, and both the part left out and the rest say in three words or more that something
/// failed. A label (`Error:`), a place (`main.go:12:`), an exception class or a value after a key does not
/// make a chain.
struct WrappedError {
  /// The first failure. A bare reason (`connection refused`) includes the action that failed.
  let root: String
  /// The failures that it caused, the outermost first, each as long as the text allows.
  let wrappers: [String]
  /// The status of the innermost gRPC call: `Unavailable`.
  let code: String?

  /// Fewer words than this are a bare reason: `no such file or directory`.
  private static let leastWords = 6
  fileprivate static let mostLinks = 32

  /// Reads a one-line message; `nil` if it is not a chain.
  init?(_ text: String) {
    var reader = LinkReader(Array(text.utf8))
    guard let links = reader.read(), links.count > 1 else { return nil }
    // The last link is never a label, because a chain has at least one link.
    let labels = links.dropLast().prefix { $0.words == 1 }
    guard labels.allSatisfy(\.isLabel), let last = links.last, last.words > 1 || last.isAcronym else {
      return nil
    }
    let chain = links[labels.endIndex...]
    guard chain.dropFirst().allSatisfy(\.goesOn) else { return nil }
    var start = chain.endIndex - 1
    var words = last.words
    while words < Self.leastWords, start > chain.startIndex {
      start -= 1
      words += chain[start].words
    }
    let before = chain[..<start]
    let root = String(text.utf8.dropFirst(chain[start].start)) ?? ""
    guard before.contains(where: { $0.words >= 3 && Phrases.isFailure($0.text) && !Phrases.isNote($0.text) }),
      Phrases.isFailure(root), !Phrases.isNote(root)
    else { return nil }
    self.root = root
    wrappers = before.filter { $0.words > 1 }.map(\.text)
    code = chain.last { $0.code != nil }?.code
  }
}

/// One link of a chain.
private struct Link {
  let text: String
  /// Its offset in the whole text (bytes).
  let start: Int
  /// The gRPC status, if the link has one.
  var code: String?
  /// True for a server's answer, whose words are kept as they are.
  var isAnswer = false

  /// HTTP requests as Go's client names them: `Get "https://…"`.
  private static let requests: Set<Substring> = ["Delete", "Get", "Head", "Options", "Patch", "Post", "Put"]

  /// How many words it has; `user=u1` behind a sentence is none of it.
  var words: Int {
    text.split(separator: " ").count { word in
      let key = word.utf8.prefix { $0 != UInt8(ascii: "=") }
      return key.count == word.utf8.count || key.isEmpty || !key.allSatisfy(\.isWord)
    }
  }

  /// `EOF`.
  var isAcronym: Bool { text.utf8.count > 1 && text.utf8.allSatisfy(\.isUpper) }

  /// `Error`, `kubectl`, `x509`, but not an exception class or a place in a file.
  var isLabel: Bool {
    let bytes = Array(text.utf8)
    let isClass = zip(bytes, bytes.dropFirst()).contains { $0.isLower && $1.isUpper }
    return !isClass && bytes.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
  }

  /// True if it continues what came before: Go's errors start in lower case, except for names and requests.
  var goesOn: Bool {
    if isAnswer || isAcronym { return true }
    guard let first = text.utf8.first else { return false }
    if first.isLower || first == UInt8(ascii: "\"") { return true }
    let word = text.prefix { $0 != " " }
    if Self.requests.contains(word) { return text.utf8.dropFirst(word.utf8.count).starts(with: " \"".utf8) }
    return word.utf8.count > 1 && word.utf8.allSatisfy { $0.isUpper || $0.isDigit }
  }
}

/// Splits a message at the colons outside quotes and brackets.
private struct LinkReader {
  private let bytes: [UInt8]
  private var links: [Link] = []
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The links; `nil` if a quote or a bracket is not closed, or a link is empty.
  mutating func read() -> [Link]? {
    var quote: UInt8?
    var depth = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == open { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "`"): quote = byte
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: ":") where depth == 0 && index + 1 < bytes.count && bytes[index + 1] == 0x20:
          guard links.count < WrappedError.mostLinks, end(at: index) else { return nil }
          start = index + 2
        default: break
        }
      }
      index += 1
    }
    return quote == nil && depth == 0 && end(at: bytes.count) ? links : nil
  }

  /// Takes the text before `index` as a link; false if it is empty.
  private mutating func end(at index: Int) -> Bool {
    var end = index
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    guard end > start else { return false }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    // `rpc error: code = Unavailable desc = the answer` holds a status and the server's answer.
    if let last = links.last, last.text.hasSuffix("rpc error"), last.code == nil, text.hasPrefix("code = ") {
      let parts = text.components(separatedBy: " desc = ")
      guard parts.count > 1, let answer = parts.last else { return false }
      let code = String(parts[0].dropFirst("code = ".utf8.count))
      links[links.count - 1] = Link(text: last.text + ": " + parts[0], start: last.start, code: code)
      links.append(Link(text: answer, start: end - answer.utf8.count, isAnswer: true))
    } else {
      links.append(Link(text: text, start: start))
    }
    return true
  }
}
