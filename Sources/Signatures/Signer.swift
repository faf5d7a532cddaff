public import CasebookKnowledge
import CasebookText

/// Turns messages into signatures.
public struct Signer: Sendable {
  let rules: IdentifierRules

  /// The version of the rules that make a message's template of its text, those for the header of a pasted line
  /// included. A change that gives any message another fingerprint raises it: what is stored is then signed again.
  public static let version = 5

  /// The size in bytes at which a message is cut. Its template then ends with `<cut>`.
  public static let limit = 16_384

  /// Creates a signer that finds the identifiers of `rules`.
  public init(rules: IdentifierRules = .standard) { self.rules = rules }

  /// The words, in lower case, that the rules write together with an identifier's value.
  public func wording(of identifier: Identifier) -> [String] { rules.words(of: identifier) }

  /// The signature of a message.
  public func signature(of message: String) -> Signature {
    var message = message
    return message.withUTF8 { signature(of: $0) }
  }

  /// The signature of a message's bytes. Invalid UTF-8 counts as U+FFFD.
  public func signature(of bytes: UnsafeBufferPointer<UInt8>) -> Signature {
    var scan = SignatureScan()
    return signature(of: bytes, using: &scan)
  }

  /// The signature of a message's bytes, using memory that is reused.
  public func signature(of bytes: UnsafeBufferPointer<UInt8>, using scan: inout SignatureScan) -> Signature {
    let scanned = self.scan(bytes, into: &scan)
    var identifiers: [Identifier] = []
    for name in names(in: scanned.bytes, scan) where !identifiers.contains(name.identifier) {
      identifiers.append(name.identifier)
      if identifiers.count == Self.mostIdentifiers { break }
    }
    return Signature(template: template(of: scanned, scan), identifiers: identifiers)
  }

  /// The template of a message alone, without its identifiers, using memory that is reused.
  package func template(of message: String, using scan: inout SignatureScan) -> Template {
    var message = message
    return message.withUTF8 { template(of: self.scan($0, into: &scan), scan) }
  }

  private func template(of scanned: Scanned, _ scan: SignatureScan) -> Template {
    defer { scanned.owned?.deallocate() }
    var template = scan.template
    template.values = scan.masked.map { String(decoding: scanned.bytes[$0.range], as: UTF8.self) }
    return template
  }

  /// The most identifiers in a signature. A message names few things; a list of thousands is data.
  static let mostIdentifiers = 64

  /// Masks a message into the memory of `scan` without creating a string. The fast path for logs.
  public func template(of bytes: UnsafeBufferPointer<UInt8>, into scan: inout SignatureScan) {
    self.scan(bytes, into: &scan).owned?.deallocate()
  }

  /// The scanned bytes: the given ones, or a repaired copy that the caller frees.
  struct Scanned {
    let bytes: UnsafeBufferPointer<UInt8>
    var owned: UnsafeMutableBufferPointer<UInt8>?
  }

  func scan(_ given: UnsafeBufferPointer<UInt8>, into scan: inout SignatureScan) -> Scanned {
    TrapOnPurpose.check(given)
    var bytes = given
    scan.isCut = bytes.count > Self.limit
    if scan.isCut {
      var end = Self.limit
      while end > Self.limit - 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      bytes = UnsafeBufferPointer(rebasing: bytes[..<end])
    }
    var scanned = Scanned(bytes: bytes, owned: nil)
    if read(bytes, into: &scan), let repaired = Self.repaired(bytes) {
      scanned = Scanned(bytes: UnsafeBufferPointer(repaired), owned: repaired)
      _ = read(scanned.bytes, into: &scan)
    }
    match(scanned.bytes, &scan)
    write(scanned.bytes, &scan)
    return scanned
  }

  /// Reads the message; true if it has bytes beyond ASCII.
  private func read(_ bytes: UnsafeBufferPointer<UInt8>, into scan: inout SignatureScan) -> Bool {
    if scan.tokens.count < bytes.count {
      scan.tokens = Array(repeating: .none, count: max(512, 2 * bytes.count))
    }
    let (count, isWide) = byteClasses.withUnsafeBufferPointer { table in
      scan.tokens.withUnsafeMutableBufferPointer { room in
        var scanner = Scanner(bytes, table, TokenSink(room))
        scanner.scan()
        return (scanner.items.count, scanner.isWide)
      }
    }
    scan.tokenCount = count
    return isWide
  }

  /// A copy with invalid UTF-8 replaced by U+FFFD; `nil` if all is valid.
  private static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutableBufferPointer<UInt8>? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = copy.initialize(from: text)
    return copy
  }

  /// Finds the patterns of the rules, and protects their matches from being masked.
  private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ scan: inout SignatureScan) {
    if !scan.found.isEmpty { scan.found.removeAll(keepingCapacity: true) }
    var found: [SignatureScan.Found] = []
    swap(&found, &scan.found)
    let count = scan.tokenCount
    scan.tokens.withUnsafeMutableBufferPointer { room in
      let items = UnsafeMutableBufferPointer(rebasing: room[..<count])
      var index = 0
      while index < items.count {
        let read = UnsafeBufferPointer(items)
        if let match = rules.trie.match(read, bytes, at: index) {
          found.append(
            SignatureScan.Found(pattern: match.pattern, start: index, end: match.end, capture: match.capture))
          for item in index..<match.end { items[item].flags.insert(.kept) }
          index = match.end
        } else {
          if items[index].kind == .mark, bytes[Int(items[index].start)] == UInt8(ascii: "="),
            let version = Self.pinnedVersion(read, bytes, at: index)
          {
            items[version].flags.insert(.kept)
          }
          index += 1
        }
      }
    }
    swap(&found, &scan.found)
  }

  /// The version's item, if the item `index` is the first `=` of `name==1.2.1`. Such a version is meaningful.
  static func pinnedVersion(
    _ items: UnsafeBufferPointer<ScanToken>, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Int? {
    guard bytes[Int(items[index].start)] == UInt8(ascii: "="), index > 0, index + 2 < items.count else {
      return nil
    }
    let (before, second, version) = (items[index - 1], items[index + 1], items[index + 2])
    guard second.kind == .mark, bytes[Int(second.start)] == UInt8(ascii: "="),
      !items[index].flags.contains(.spaced), !second.flags.contains(.spaced),
      !version.flags.contains(.spaced),
      before.kind == .word || bytes[Int(before.start)] == UInt8(ascii: "]"),
      version.kind == .version || version.kind == .number && bytes[version.range].contains(UInt8(ascii: "."))
    else { return nil }
    return index + 2
  }
}
