import CasebookText

/// The shapes of values.
extension RedactionScan {
  func hasShape(_ shape: RedactionRules.SecretShape, _ value: SecretValue) -> Bool {
    let count = value.end - value.start
    let first = bytes[value.start]
    let sight = value.start..<min(value.end, value.start + Self.sight)
    let known = byteClasses
    var classes: ByteClass = []
    var hasInnerUpper = false
    var (dashes, others, nonBase64) = (0, 0, 0)
    for place in sight {
      let byte = bytes[place]
      classes.formUnion(known[Int(byte)])
      hasInnerUpper = hasInnerUpper || byte.isUpper && place > value.start
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
        dashes += 1
      } else if !byte.isLower, !byte.isDigit, byte != UInt8(ascii: ".") {
        others += 1
      }
      if !Self.isBase64(byte), byte != UInt8(ascii: "%") { nonBase64 += 1 }
    }
    let isMixed = classes.contains(.digit) && !classes.isDisjoint(with: .letter)
    let isHexNumber =
      first == UInt8(ascii: "0") && at(value.start + 1) | 32 == UInt8(ascii: "x")
      && sight.dropFirst(2).prefix { bytes[$0].isLetter || bytes[$0].isDigit }.allSatisfy { bytes[$0].isHex }
    switch shape {
    case .any: return true
    case .opaque: return dashes == 0 || others > 0
    case .noPath: return !isPath(value)
    case .mixed:
      return !isHexNumber
        && (count >= 6 && isMixed || count >= 24 && hasInnerUpper && classes.contains(.lower))
    case .password:
      if count >= 6, isMixed, !isHexNumber { return true }
      return count >= 10 && hasInnerUpper && classes.contains(.lower) && randomness(of: sight).isUnlikeWords
    case .long: return !isHexNumber && (count >= 20 && isMixed || count >= 16 && hasInnerUpper)
    case .padded:
      if value.isCut { return false }
      return count >= 40 && isMixed && classes.contains(.upper) && nonBase64 == 0 && !isHexNumber
        && (bytes[value.end - 1] == UInt8(ascii: "=") || starts("%3D", at: value.end - 3))
    case .random:
      guard count >= 16, isMixed, !isHexNumber, !isPath(value) else { return false }
      let look = randomness(of: sight)
      return look.letters > 2 && (look.isUnlikeWords || look.isHex && look.digits > 3)
        && sight.allSatisfy { bytes[$0].isLetter || bytes[$0].isDigit || "+/=_-.%~".utf8.contains(bytes[$0]) }
    }
  }

  private func isPath(_ value: SecretValue) -> Bool {
    let first = bytes[value.start]
    return first == UInt8(ascii: "/") || first == UInt8(ascii: "~") || starts("./", at: value.start)
      || starts("../", at: value.start)
      || first.isLetter && at(value.start + 1) == UInt8(ascii: ":")
        && at(value.start + 2) == UInt8(ascii: "\\")
  }
}
