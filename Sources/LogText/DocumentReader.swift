import CasebookText

/// Finds the records in a JSON document, which is not made of lines: exports of log services and events of a cluster are
/// objects in arrays.
///
/// The elements of the outermost array are read one at a time, so that memory does not grow with the document. Inside
/// an element, records are found wherever they are.
struct DocumentReader {
  /// The brackets that are open outside the element that is being read.
  private var open: [UInt8] = []
  /// The element that is being read, its white space reduced. Empty between elements.
  private var element: [UInt8] = []
  private var depth = 0
  private var first = 1
  private var isInString = false
  private var isEscaped = false
  private var isTooLong = false
  /// The number of lines that have ended.
  private(set) var lines = 0
  /// The number of elements that were too long to be read.
  private(set) var tooLong = 0

  private static let deepest = 16

  /// Takes the next bytes. Calls `record` with each record that ends in them as one line of JSON, and with the lines of
  /// its element.
  mutating func read(_ bytes: Bytes, _ record: (Bytes, ClosedRange<Int>) throws -> Void) rethrows {
    for byte in bytes {
      if byte == 0x0A { lines += 1 }
      if isInString {
        isInString = byte != ascii("\"") || isEscaped
        isEscaped = byte == ascii("\\") && !isEscaped
        append(byte)
        continue
      }
      switch byte {
      case ascii("\""):
        isInString = true
        append(byte)
      case ascii("{"), ascii("["):
        if depth == 0, opensContainer(byte) {
          open.append(byte)
        } else {
          if depth == 0 { first = lines + 1 }
          depth += 1
          append(byte)
        }
      case ascii("}"), ascii("]"):
        if depth == 0 {
          _ = open.popLast()
        } else {
          append(byte)
          depth -= 1
          if depth == 0 { try end(record) }
        }
      case 0...0x20: append(0x20)
      default: append(byte)
      }
    }
  }

  /// Whether a bracket opens the document, or an array that is a member of it.
  private func opensContainer(_ byte: UInt8) -> Bool {
    open.isEmpty || open.count == 1 && open[0] == ascii("{") && byte == ascii("[")
  }

  private mutating func append(_ byte: UInt8) {
    guard depth > 0 else { return }
    if element.count < LogReader.maxLine { element.append(byte) } else { isTooLong = true }
  }

  private mutating func end(_ record: (Bytes, ClosedRange<Int>) throws -> Void) rethrows {
    defer {
      element.removeAll(keepingCapacity: element.capacity <= 64 << 10)
      isTooLong = false
    }
    if isTooLong {
      tooLong += 1
      return
    }
    let isInArray = open.last == ascii("[")
    let range = first...max(first, lines + 1)
    try element.withUnsafeBufferPointer { element in
      try Self.visit(element, isInArray: isInArray, depth: 0) { try record($0, range) }
    }
  }

  /// Calls `record` with the records in a value.
  private static func visit(
    _ value: Bytes, isInArray: Bool, depth: Int, _ record: (Bytes) throws -> Void
  ) rethrows {
    if value.first == ascii("{"), isInArray, LogFields.json(value)?.isRecord == true {
      return try record(value)
    }
    guard depth < deepest else { return }
    let inner = parts(of: value)
    if value.first == ascii("["), inner.count == 2, inner.allSatisfy({ $0.first == ascii("\"") }) {
      // Loki: `["1634803200123000000","the line"]`
      return try Array("{\"time\":\(inner[0].text),\"message\":\(inner[1].text)}".utf8)
        .withUnsafeBufferPointer(record)
    }
    for part in inner where part.first == ascii("{") || part.first == ascii("[") {
      try visit(part, isInArray: isInArray || value.first == ascii("["), depth: depth + 1, record)
    }
  }

  /// The values of the members of an object or of the elements of an array.
  private static func parts(of value: Bytes) -> [Bytes] {
    var parts: [Bytes] = []
    var scanner = JSONScanner(value)
    if value.first == ascii("{") {
      _ = scanner.object { scanner, _ in
        guard let part = scanner.value() else { return false }
        parts.append(value.at(part))
        return true
      }
      return parts
    }
    scanner.position = 1
    while true {
      scanner.position = value.skipSpace(scanner.position)
      guard let part = scanner.value() else { return parts }
      parts.append(value.at(part))
      scanner.position = value.skipSpace(scanner.position)
      guard value.peek(scanner.position) == ascii(",") else { return parts }
      scanner.position += 1
    }
  }
}

extension LogFields {
  /// Whether an object in a document is a record of a log.
  var isRecord: Bool { message != nil && (time != nil || level != nil) }
}
