import CasebookText
import Glibc

/// A number in seconds and bytes, and the powers of these units that it has: `(1, -1)` is bytes a second, with the size
/// first.
struct Quantity: Equatable {
  var value: Double
  var size = 0
  var time = 0

  /// The highest power of a unit. Real ones are at most 2.
  static let mostPower = 8

  var isNumber: Bool { size == 0 && time == 0 }

  func fits(_ other: Quantity) -> Bool { size == other.size && time == other.time }

  func with(value: Double) -> Quantity { Quantity(value: value, size: size, time: time) }

  /// What it measures, in words.
  var kind: String {
    switch (size, time) {
    case (0, 0): "a number"
    case (0, 1): "a time"
    case (1, 0): "a size"
    case (0, -1): "a rate"
    case (1, -1): "a bandwidth"
    default: "a quantity of another kind"
    }
  }
}

extension Quantity {
  /// One of the unit with this name: `ms`, `GiB`. Sizes are also known by the names that Kubernetes uses (`Gi`). `nil`
  /// for any other name.
  init?(unit name: some StringProtocol) {
    if let seconds = Self.seconds[String(name)] {
      self.init(value: seconds, time: 1)
      return
    }
    var rest = name[...]
    // 1024 is Ki, 1000 is k.
    let first = rest.hasPrefix("Ki") ? "k" : rest.first
    let power = first.flatMap { Self.prefixes.firstIndex(of: $0) }
    if power != nil { rest.removeFirst() }
    let isBinary = power != nil && rest.first == "i"
    if isBinary { rest.removeFirst() }
    guard rest == "B" || (isBinary && rest.isEmpty) else { return nil }
    self.init(value: pow(isBinary ? 1024 : 1000, Double((power ?? -1) + 1)), size: 1)
  }

  private static let seconds: [String: Double] = [
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86400,
  ]

  private static let prefixes: [Character] = ["k", "M", "G", "T", "P"]

  /// The number with six digits and a unit that a person would choose: `36.5 GB`, `1350 s`.
  var description: String {
    switch (size, time) {
    case (1, 0):
      let power = Self.prefixes.indices.last { abs(value) >= pow(1000, Double($0 + 1)) }
      guard let power else { return Self.text(of: value) + " B" }
      return "\(Self.text(of: value / pow(1000, Double(power + 1)))) \(Self.prefixes[power])B"
    case (0, 0): return Self.text(of: value)
    default:
      let above = Self.units("B", size) + Self.units("s", time)
      let below = Self.units("B", -size) + Self.units("s", -time)
      let divisor = below.map { "/" + $0 }.joined()
      return Self.text(of: value) + (above.isEmpty ? "" : " ") + above.joined(separator: "*") + divisor
    }
  }

  private static func units(_ name: String, _ power: Int) -> [String] {
    Array(repeating: name, count: max(0, power))
  }

  /// A number with at most six digits behind the first that is not 0, as far as it has no more before its point.
  static func text(of value: Double) -> String {
    if value == 0 { return "0" }
    let whole = value.rounded()
    if abs(value) >= 1e15 { return "\(value)" }
    if abs(whole) >= 1e5 || whole == value { return String(Int64(whole)) }
    let digits = 5 - Int(log10(abs(value)).rounded(.down))
    let scale = pow(10, Double(digits))
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int64(rounded)) : "\(rounded)"
  }
}
