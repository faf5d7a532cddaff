import CPCRE2
import CasebookText

/// A regular expression for a whole line, with groups that name its parts. Uses PCRE2, compiled to machine
/// code if possible.
final class LinePattern: @unchecked Sendable {
  /// The groups that a pattern may name.
  enum Group: String, CaseIterable {
    case time, level, logger, body
  }

  /// Why a pattern cannot be compiled.
  struct PatternFault: Error, Hashable {
    let reason: String
    /// The offset in bytes from the start of the pattern.
    let offset: Int
  }

  // Compiled code is never changed, so threads can share it.
  fileprivate let code: OpaquePointer
  /// The bytes with which a matching line may begin.
  private let first: [Bool]
  private let numbers: [Group: Int]
  /// The names of groups that are not in `Group`.
  let unknownGroups: [String]

  init(_ pattern: String) throws(PatternFault) {
    var (error, offset): (Int32, Int) = (0, 0)
    // A match covers the line from its first byte to its last. Bytes that are not UTF-8 match nothing and do
    // no harm.
    let options = UInt32(
      PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOTALL | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF
        | PCRE2_NEVER_BACKSLASH_C)
    let bytes = Array(pattern.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      let count = pcre2_get_error_message_8(error, &message, message.count)
      let reason = String(decoding: message.prefix(Int(max(0, count))), as: UTF8.self)
      throw PatternFault(reason: reason, offset: offset)
    }
    self.code = code
    first = Self.firstBytes(bytes, options)
    // If the system permits no executable memory, the pattern is interpreted.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    numbers = Dictionary(
      uniqueKeysWithValues: Group.allCases.map {
        ($0, Int(pcre2_substring_number_from_name_8(code, Array($0.rawValue.utf8) + [0])))
      })
    unknownGroups = Self.names(of: code).filter { Group(rawValue: $0) == nil }
  }

  deinit { pcre2_code_free_8(code) }

  /// The bytes with which a match may begin, as the compiler reports them for a pattern that may match
  /// anywhere.
  private static func firstBytes(_ pattern: [UInt8], _ options: UInt32) -> [Bool] {
    var (error, offset): (Int32, Int) = (0, 0)
    let floating = options & ~UInt32(PCRE2_ANCHORED | PCRE2_ENDANCHORED)
    guard let code = pcre2_compile_8(pattern, pattern.count, floating, &error, &offset, nil) else {
      return [Bool](repeating: true, count: 256)
    }
    defer { pcre2_code_free_8(code) }
    var (kind, byte): (UInt32, UInt32) = (0, 0)
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTCODETYPE), &kind)
    if kind == 1 {
      pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTCODEUNIT), &byte)
      // The byte may stand for both cases.
      return (0..<256).map { $0 | 0x20 == Int(byte) | 0x20 }
    }
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTBITMAP), &table)
    return (0..<256).map { byte in table.map { $0[byte / 8] >> (byte % 8) & 1 == 1 } ?? true }
  }

  /// Whether a line that begins with `byte` may match.
  func mayBegin(with byte: UInt8) -> Bool { first[Int(byte)] }

  private static func names(of code: OpaquePointer) -> [String] {
    var (count, size): (UInt32, UInt32) = (0, 0)
    var table: PCRE2_SPTR8?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table else { return [] }
    // Each entry is a two-byte number and a name that ends in a NUL.
    return (0..<Int(count)).map { String(cString: table + $0 * Int(size) + 2) }
  }

  func has(_ group: Group) -> Bool { number(group) > 0 }

  fileprivate func number(_ group: Group) -> Int { numbers[group] ?? 0 }
}

/// The memory for one match at a time. It belongs to one thread.
final class PatternMatch {
  private let data: OpaquePointer?
  private let context: OpaquePointer?

  /// The number of match steps in one line after which the line counts as not matching.
  private static let limit: UInt32 = 100_000

  init() {
    data = pcre2_match_data_create_8(64, nil)
    context = pcre2_match_context_create_8(nil)
    pcre2_set_match_limit_8(context, Self.limit)
    pcre2_set_depth_limit_8(context, 1_000)
    pcre2_set_heap_limit_8(context, 4 << 10)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
  }

  /// Whether the pattern matches the line. If so, `range` gives the places of its groups.
  func matches(_ pattern: LinePattern, _ line: Bytes) -> Bool {
    guard data != nil, line.first.map(pattern.mayBegin(with:)) ?? true else { return false }
    return pcre2_match_8(pattern.code, line.baseAddress, line.count, 0, 0, data, context) >= 0
  }

  /// The place of a group in the last matching line; `nil` if the group took no part.
  func range(of group: LinePattern.Group, in pattern: LinePattern) -> Range<Int>? {
    let number = pattern.number(group)
    guard number > 0, number < Int(pcre2_get_ovector_count_8(data)),
      let places = pcre2_get_ovector_pointer_8(data)
    else { return nil }
    let (start, end) = (places[2 * number], places[2 * number + 1])
    // A group that took no part is at -1.
    return 0 <= start && start <= end ? start..<end : nil
  }
}
