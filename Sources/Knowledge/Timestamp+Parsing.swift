extension Timestamp {
  /// Parses a time (RFC 3339 or a part of it): `2021-10-21`, `2021-10-21T08:00`, `2021-10-21
  /// 08:00:00.250+02:00`. Without a zone it is UTC; without a time, it is the start of the day.
  public init?(_ text: String) {
    var fields = DateFields(text.utf8[...])
    guard let year = fields.number(4), fields.skip("-"), let month = fields.number(2), fields.skip("-"),
      let day = fields.number(2)
    else { return nil }
    var (hour, minute, second, millisecond, offset) = (0, 0, 0, 0, 0)
    if fields.skip("T") || fields.skip(" ") || fields.skip("t") {
      guard let hours = fields.number(2), fields.skip(":"), let minutes = fields.number(2) else { return nil }
      (hour, minute) = (hours, minutes)
      if fields.skip(":") {
        guard let seconds = fields.number(2) else { return nil }
        second = seconds
        if fields.skip(".") || fields.skip(",") {
          guard let fraction = fields.milliseconds() else { return nil }
          millisecond = fraction
        }
      }
      guard let zone = fields.zone() else { return nil }
      offset = zone
    }
    guard fields.isEmpty else { return nil }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      millisecond: millisecond,
      offset: offset)
  }

  /// The rest of the text to read.
  private struct DateFields {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) { rest = text }

    var isEmpty: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func number(_ digits: Int) -> Int? {
      let field = rest.prefix(digits)
      guard field.count == digits, field.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      rest = rest.dropFirst(digits)
      return field.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The digits of a fraction; digits after the third are ignored.
    mutating func milliseconds() -> Int? {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      if digits.isEmpty { return nil }
      rest = rest.dropFirst(digits.count)
      return (Array(digits) + [0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Minutes east of UTC.
    mutating func zone() -> Int? {
      if skip("Z") || skip("z") || rest.isEmpty { return 0 }
      let isWest = skip("-")
      guard isWest || skip("+"), let hours = number(2) else { return nil }
      _ = skip(":")
      guard let minutes = number(2) else { return nil }
      return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
  }
}
