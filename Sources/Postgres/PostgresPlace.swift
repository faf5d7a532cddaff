/// Where a server is: a URL or a connection string, as libpq reads them.
public struct PostgresPlace: Hashable, Sendable {
  /// As given, with any password.
  let text: String
  /// The same without a password: for messages, and to be kept.
  public let shown: String

  /// Whether a text is meant as such a place, and not as a path: `postgresql://…` or `service=…`.
  public static func isMeant(by text: String) -> Bool {
    if isURL(text) { return true }
    let keywords = ["service", "host", "hostaddr", "port", "dbname", "user"]
    return keywords.contains { text.hasPrefix($0 + "=") }
  }

  private static func isURL(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// Reads a place.
  ///
  /// - Throws: `PostgresError` if it is not one, or libpq is missing.
  public init(_ text: String) throws(PostgresError) {
    let libpq = try Libpq.load()
    var problem: UnsafeMutablePointer<CChar>?
    guard let settings = libpq.parse(text, &problem) else {
      let words = problem.map { String(cString: $0) } ?? "out of memory"
      libpq.freeMemory(problem)
      throw PostgresError(.place, Self.withoutQuotes(words))
    }
    self.text = text
    let open = libpq.named(settings).filter { !$0.isSecret }.map { ($0.name, $0.value) }
    shown = Self.isURL(text) ? Self.url(open) : Self.string(open)
  }

  /// libpq quotes what it cannot read, which may be a password.
  private static func withoutQuotes(_ words: String) -> String {
    guard let start = words.firstIndex(of: "\""), let end = words.lastIndex(of: "\"") else { return words }
    return words[..<start] + "…" + words[end...].dropFirst()
  }

  private static func url(_ settings: [(name: String, value: String)]) -> String {
    var rest = settings
    func take(_ name: String, where isPlain: (String) -> Bool = { _ in true }) -> String? {
      guard let place = rest.firstIndex(where: { $0.name == name && isPlain($0.value) }) else { return nil }
      return rest.remove(at: place).value
    }
    func isName(_ text: String) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: "~") }
    }
    var url = "postgresql://"
    if let user = take("user") { url += escaped(user) + "@" }
    if let host = take("host", where: isName) {
      url += host
      if let port = take("port", where: isName) { url += ":" + port }
    }
    if let database = take("dbname") { url += "/" + escaped(database) }
    let more = rest.map { "\($0.name)=\(escaped($0.value))" }
    return url + (more.isEmpty ? "" : "?" + more.joined(separator: "&"))
  }

  private static func string(_ settings: [(name: String, value: String)]) -> String {
    settings.map { setting in
      let isPlain = !setting.value.isEmpty && setting.value.utf8.allSatisfy { isUnreserved($0) }
      let value = setting.value.map { "\\'".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      return "\(setting.name)=" + (isPlain ? value : "'\(value)'")
    }.joined(separator: " ")
  }

  /// RFC 3986, 2.3
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      guard !isUnreserved(byte) else { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
