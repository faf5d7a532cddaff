import CasebookKnowledge
import CasebookText

/// The meaning of a run of bytes without white space that contains a `/`, `.`, `~` or `\`.
struct PathLikeWord {
  enum WordMeaning: Equatable {
    case words, resource
    case mask(Mask)
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  /// Past the last byte of the run, without punctuation that ends a sentence.
  private(set) var end: Int
  /// Past the last byte that was read.
  private(set) var reach: Int
  private(set) var meaning = WordMeaning.words

  private var slashes = 0
  private var lastSlash = -1
  private var firstSlash = -1

  /// The length at which a run is cut. A longer run is data, not a name.
  static let limit = 4_096

  init(_ bytes: UnsafeBufferPointer<UInt8>, start: Int, at mark: Int, isQuoted: Bool) {
    self.bytes = bytes
    self.start = start
    self.end = start
    self.reach = start
    measure()
    decide(mark, isQuoted: isQuoted)
  }

  private func at(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

  private mutating func measure() {
    let limit = min(bytes.count, start + Self.limit)
    let allowed = ByteClass.word.union(.path)
    byteClasses.withUnsafeBufferPointer { table in
      while end < limit {
        let byte = bytes[end]
        let kind = table[Int(byte)]
        if kind.isDisjoint(with: allowed) { break }
        if byte >= 0x80, isQuote(end) { break }
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
          slashes += 1
          if firstSlash < 0 { firstSlash = end }
          lastSlash = end
        }
        end += 1
      }
    }
    reach = end
    trim()
  }

  private func isQuote(_ index: Int) -> Bool {
    bytes[index] == 0xE2 && at(index + 1) == 0x80 || bytes[index] == 0xC2 && at(index + 1) <= 0xBB
  }

  private mutating func trim() {
    while end > start + 1, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "?") {
      end -= 1
    }
  }

  private mutating func decide(_ mark: Int, isQuoted: Bool) {
    guard end > mark else { return }
    let first = at(start)
    let second = at(start + 1)
    if first == UInt8(ascii: "/") {
      // `/` alone, `//` and `/*` are marks. A path names something.
      guard second.isWord || second == UInt8(ascii: ".") || second == UInt8(ascii: "$") else { return }
      if slashes == 1, let address = address(from: start + 1) { return meaning = address }
      // A slash glued to the text before it (`)/x`, `>/<`) joins two things.
      let before = at(start - 1)
      if before == UInt8(ascii: ")") || before == UInt8(ascii: "]") || before == UInt8(ascii: ">") { return }
      if isQuoted { extendToQuote() }
      return meaning = .mask(.path)
    }
    if first == UInt8(ascii: "~"), second == UInt8(ascii: "/") { return meaning = .mask(.path) }
    if first == UInt8(ascii: "."), second == UInt8(ascii: "/") || second == UInt8(ascii: "\\") {
      return meaning = .mask(.path)
    }
    if first == UInt8(ascii: "."), second == UInt8(ascii: "."), at(start + 2) == UInt8(ascii: "/") {
      return meaning = .mask(.path)
    }
    // `\\server\share`, `\\?\C:\x` and `\\.\pipe\x` (Windows' naming of files).
    if first == UInt8(ascii: "\\"), second == UInt8(ascii: "\\"),
      at(start + 2).isWord || at(start + 2) == UInt8(ascii: "?") || at(start + 2) == UInt8(ascii: ".")
    {
      if isQuoted { extendToQuote() }
      return meaning = .mask(.path)
    }
    guard first.isWord || first == UInt8(ascii: ".") || first == UInt8(ascii: "$") else { return }
    if slashes == 0 { return host() }
    if at(firstSlash) == UInt8(ascii: "\\") { return windows() }
    if Hosts.isHost(bytes, start, firstSlash) { return registry() }
    relativePath()
  }

  /// `/10.10.34.13:37115`, an address as Java prints it.
  private func address(from start: Int) -> WordMeaning? {
    var end = start
    while end < self.end, bytes[end].isDigit || bytes[end] == UInt8(ascii: ".") { end += 1 }
    return end == self.end && end > start ? .words : nil
  }

  private mutating func extendToQuote() {
    let quote = bytes[start - 1]
    var last = end
    let limit = min(bytes.count, end + 256)
    while last < limit, bytes[last] != quote, bytes[last] >= 0x20 { last += 1 }
    if at(last) == quote, last > end { end = last }
  }

  private mutating func host() {
    let labels = Hosts.labels(bytes, start, end)
    guard labels >= 2, Hosts.isHost(bytes, start, end) else { return }
    let hasPort = at(end) == UInt8(ascii: ":") && at(end + 1).isDigit
    guard labels >= 3 || hasPort else { return }
    if hasPort {
      end += 1
      while at(end).isDigit { end += 1 }
    }
    meaning = .mask(.host)
  }

  /// `DOMAIN\user` is not a path; `dir\file.ext` and `a\b\c` are.
  private mutating func windows() {
    if slashes >= 2 || hasExtension() { meaning = .mask(.path) }
  }

  /// A host and a path. It is an image if it has a tag or a registry, and a resource if it names one thing of
  /// a vendor.
  private mutating func registry() {
    let tagged = at(end) == UInt8(ascii: ":") && at(end + 1).isWord || at(end) == UInt8(ascii: "@")
    if tagged {
      end += 1
      while at(end).isWord || at(end) == UInt8(ascii: ".") || at(end) == UInt8(ascii: "-")
        || (at(end) == UInt8(ascii: ":") && at(end + 1).isHex)
      {
        end += 1
      }
      trim()
      return meaning = .mask(.image)
    }
    if Hosts.isRegistry(bytes, start, firstSlash) { return meaning = .mask(.image) }
    let short = slashes == 1 && Hosts.labels(bytes, start, firstSlash) <= 2
    if short || Hosts.isVendor(bytes, start, firstSlash) { return meaning = .resource }
    meaning = .mask(.url)
  }

  /// `either/or`, `text/html` and `tcp/ip` are words, `dir/file.ext` and `a/b-1/c` are paths.
  private mutating func relativePath() {
    guard bytes[start].isLetter || bytes[start] == 95 || bytes[start] == UInt8(ascii: "."), !isMediaType()
    else { return }
    if hasExtension() { return meaning = .mask(.path) }
    guard slashes >= 2 else { return }
    for index in start..<end where bytes[index] != UInt8(ascii: "/") && !bytes[index].isLetter {
      return meaning = .mask(.path)
    }
  }

  private func hasExtension() -> Bool {
    var dot = end - 1
    while dot > lastSlash, bytes[dot].isWord, end - dot <= 12 { dot -= 1 }
    guard dot > lastSlash, bytes[dot] == UInt8(ascii: "."), dot + 1 < end, dot > lastSlash + 1 else {
      return false
    }
    return bytes[dot + 1].isLetter
  }

  private func isMediaType() -> Bool {
    let type = String(decoding: bytes[start..<firstSlash], as: UTF8.self)
    return ["application", "text", "image", "audio", "video", "multipart", "message", "font"].contains(type)
  }
}

/// Distinguishes host names from dotted program names by their last label.
enum Hosts {
  /// Top-level domains of hosts in logs that are neither file extensions nor module names.
  private static let top = HashTable("names", "top-level-domain") { _ in 1 }
  private static let registries = [
    "azurecr.io", "gcr.io", "docker.io", "quay.io", "ghcr.io", "pkg.dev", "amazonaws.com",
  ]
  private static let vendors = ["kubernetes.io", "k8s.io"]

  static func labels(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var count = 1
    for index in start..<max(start, end) where bytes[index] == UInt8(ascii: ".") { count += 1 }
    return count
  }

  /// Whether the bytes are labels (RFC 1123), the last one known, in lower case. If the first label is such a
  /// domain, the name is a reversed Java name.
  static func isHost(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var lastDot = -1
    guard end - start <= 253, start < end, bytes[end - 1].isLower else { return false }
    for index in start..<end {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        if index == start || index == lastDot + 1 { return false }
        lastDot = index
      } else if !(byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-")) {
        return false
      }
    }
    guard lastDot > start, end - lastDot <= 12 else { return false }
    let first = bytes[start..<end].prefix { $0 != UInt8(ascii: ".") }
    if top.value(WordHash.of(first)) > 0 { return false }
    return top.value(WordHash.of(bytes[(lastDot + 1)..<end])) > 0
  }

  static func isRegistry(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    ends(bytes, start, end, with: registries)
  }

  static func isVendor(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    ends(bytes, start, end, with: vendors)
  }

  private static func ends(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, with names: [String]
  ) -> Bool {
    names.contains { name in
      let utf8 = name.utf8
      return end - start >= utf8.count && bytes[(end - utf8.count)..<end].elementsEqual(utf8)
        && (end - start == utf8.count || bytes[end - utf8.count - 1] == UInt8(ascii: "."))
    }
  }
}
