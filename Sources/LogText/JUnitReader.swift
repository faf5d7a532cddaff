import CExpat
import CasebookKnowledge
import CasebookText

/// Reads a report of tests in JUnit's XML: each failure and error of a test case is a record.
///
/// Entities that a document declares are refused, so that a small document cannot grow.
final class JUnitReader {
  private let parser: XML_Parser?
  private var suiteTime: Timestamp?
  private var testName = ""
  private var record: LogRecord?
  private var text: [UInt8] = []
  private var found: [LogRecord] = []
  /// The number of test cases, and of those that failed.
  private(set) var (cases, failures) = (0, 0)
  /// Whether the document is not well-formed. The records before the place are kept.
  private(set) var isBroken = false

  /// The size in bytes at which the text of a failure is cut.
  private static let longest = 64 << 10
  /// The most elements that are open at once, and the longest tag in bytes. More would fill the memory.
  private static let (deepest, longestTag) = (256, 8 << 20)
  private var depth = 0
  private var size = 0

  /// The form of a log that begins with `head`; `nil` if more bytes are needed, of which there are none after the
  /// last.
  static func form(_ head: Bytes, isLast: Bool) -> LogOpening.LogForm? {
    if head.has("<testsuite") || head.has("<?xml") && head.index(of: "<testsuite") != nil { return .junit }
    return head.count >= 10 && !head.has("<?xml") || isLast ? .lines : nil
  }

  init() {
    parser = XML_ParserCreate(nil)
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { reader(of: $0)?.start($1, $2) }, { data, name in reader(of: data)?.end(name) })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let text, let reader = reader(of: data), reader.record != nil else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
      reader.text.append(contentsOf: bytes.prefix(max(0, JUnitReader.longest - reader.text.count)))
    }
    XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in reader(of: data)?.stop() }
  }

  deinit { XML_ParserFree(parser) }

  /// Takes the next bytes. Calls `emit` with each failure that ends in them.
  func read(_ bytes: Bytes, isLast: Bool = false, _ emit: (LogRecord) throws -> Void) rethrows {
    if !isBroken {
      let start = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
      let status = XML_Parse(parser, start, Int32(clamping: bytes.count), isLast ? 1 : 0)
      isBroken = isBroken || status != XML_STATUS_OK
      size += bytes.count
      if size - Int(XML_GetCurrentByteIndex(parser)) > Self.longestTag { isBroken = true }
    }
    for record in found { try emit(record) }
    found.removeAll()
  }

  private func stop() {
    isBroken = true
    XML_StopParser(parser, 0)
  }

  fileprivate func start(
    _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    depth += 1
    if depth > Self.deepest { return stop() }
    let values = Self.values(attributes)
    switch name.map({ String(cString: $0) }) {
    case "testsuite":
      suiteTime = values["timestamp"].flatMap { time in
        withBytes(of: time) { ClockReader.whole($0)?.timestamp() }
      }
    case "testcase":
      cases += 1
      testName = [values["classname"], values["name"]].compactMap { $0 }.filter { !$0.isEmpty }
        .joined(separator: ".")
    case "failure", "error":
      let line = Int(XML_GetCurrentLineNumber(parser))
      record = LogRecord(
        firstLine: line, lastLine: line, time: suiteTime, level: .error,
        logger: testName.isEmpty ? nil : testName, body: values["message"] ?? values["type"] ?? "")
      text.removeAll(keepingCapacity: true)
    default: break
    }
  }

  fileprivate func end(_ name: UnsafePointer<CChar>?) {
    depth -= 1
    guard let name = name.map({ String(cString: $0) }), name == "failure" || name == "error", var record
    else { return }
    self.record = nil
    failures += 1
    let details = String(decoding: text.trimmed, as: UTF8.self)
    record.isCut = text.count >= Self.longest
    record.lastLine = Int(XML_GetCurrentLineNumber(parser))
    let message = String(decoding: Array(record.body.utf8).trimmed, as: UTF8.self)
    // Many writers repeat the message at the start of the text.
    record.body =
      message.isEmpty || details.hasPrefix(message)
      ? details : details.isEmpty ? message : message + "\n" + details
    if !record.body.isEmpty { found.append(record) }
  }

  private static func values(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> [String: String] {
    var values: [String: String] = [:]
    var index = 0
    while let list, let name = list[index], let value = list[index + 1] {
      values[String(cString: name)] = String(cString: value)
      index += 2
    }
    return values
  }
}

private func reader(of data: UnsafeMutableRawPointer?) -> JUnitReader? {
  data.map { Unmanaged<JUnitReader>.fromOpaque($0).takeUnretainedValue() }
}
