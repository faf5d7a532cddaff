private import CUTF8Proc
import CasebookText

/// The way an analyzer treats a scalar.
enum ScalarClass {
  /// A letter, digit or mark of a script that puts spaces between words.
  case word
  /// A character of a script that does not (Chinese, Japanese, Korean, Thai, …): it is indexed in pairs.
  case unspaced
  /// Any scalar that ends a word.
  case separator

  init(_ scalar: UInt32) {
    switch scalar {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
      0x3021...0x3029, 0x3041...0x309A, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x3105...0x31FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FB, 0xF900...0xFAFF, 0xFF66...0xFFDC,
      0x2_0000...0x3_FFFF:
      self = .unspaced
    default:
      switch utf8proc_category(Int32(scalar)) {
      case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
        UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ND,
        UTF8PROC_CATEGORY_NL:
        self = .word
      default: self = .separator
      }
    }
  }
}

/// Folds UTF-8 so that spellings that look the same to a reader compare equal (Unicode 14, through utf8proc).
enum Folding {
  /// Converts full-width, half-width and ligature forms to ordinary ones and folds case. Keeps accents,
  /// because stemmers need them.
  static func caseFolded(_ utf8: some Collection<UInt8>) -> [UInt8] {
    mapped(
      utf8,
      UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue | UTF8PROC_COMPAT.rawValue
        | UTF8PROC_CASEFOLD.rawValue)
  }

  /// Removes accents from Latin, Greek, Cyrillic, Armenian and Hebrew letters. In other scripts, marks are
  /// vowels or consonants, so they are kept.
  static func withoutAccents(_ utf8: [UInt8]) -> [UInt8] {
    let isAlphabetic = String(decoding: utf8, as: UTF8.self).unicodeScalars.allSatisfy { $0.value < 0x600 }
    guard isAlphabetic else { return utf8 }
    return mapped(utf8, UTF8PROC_STABLE.rawValue | UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_STRIPMARK.rawValue)
  }

  private static func mapped(_ utf8: some Collection<UInt8>, _ options: UInt32) -> [UInt8] {
    var result: UnsafeMutablePointer<UInt8>?
    let bytes = Array(utf8)
    let count = bytes.withUnsafeBufferPointer {
      utf8proc_map($0.baseAddress, $0.count, &result, utf8proc_option_t(rawValue: options))
    }
    guard count >= 0, let result else { return bytes }
    defer { result.deallocate() }
    return Array(UnsafeBufferPointer(start: result, count: count))
  }
}
