/// The output of the shell's `printf`, as far as transcripts need it; `nil` if unsupported.
func printf(_ format: String, _ arguments: [String]) -> [UInt8]? {
  var output: [UInt8] = []
  var left = arguments[...]
  repeat {
    let before = left.count
    var rest = Array(format.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        guard let escaped = escape(&rest) else { return nil }
        output.append(escaped)
      case UInt8(ascii: "%"):
        switch rest.popFirst() {
        case UInt8(ascii: "%"): output.append(byte)
        case UInt8(ascii: "s"): output += Array((left.popFirst() ?? "").utf8)
        default: return nil
        }
      default: output.append(byte)
      }
    }
    // The format is repeated while it consumes arguments.
    if left.count == before { break }
  } while !left.isEmpty
  return output
}

private func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
  func number(_ radix: Int, _ digits: Int) -> UInt8? {
    let text = String(decoding: rest.prefix(digits), as: UTF8.self)
    let valid = text.prefix { $0.isASCII && $0.hexDigitValue.map { $0 < radix } ?? false }
    rest = rest.dropFirst(valid.utf8.count)
    return Int(valid, radix: radix).flatMap { UInt8(exactly: $0) }
  }
  guard let byte = rest.first else { return nil }
  if (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) { return number(8, 3) }
  rest.removeFirst()
  switch byte {
  case UInt8(ascii: "n"): return 0x0A
  case UInt8(ascii: "t"): return 0x09
  case UInt8(ascii: "r"): return 0x0D
  case UInt8(ascii: "\\"): return byte
  case UInt8(ascii: "x"): return number(16, 2)
  default: return nil
  }
}
