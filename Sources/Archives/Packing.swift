/// How bytes are packed, judged by the bytes themselves because names can be wrong.
public enum Packing: String, Sendable, CaseIterable, CustomStringConvertible {
  case gzip, zstd, xz, bzip2, tar, zip

  /// The number of first bytes needed to tell.
  public static let reach = 512

  /// The packing of data that starts with `head`; `nil` if the data is not packed, or in an unknown way.
  public init?(_ head: [UInt8]) {
    switch true {
    case head.starts(with: [0x1F, 0x8B]) && (head.count < 3 || head[2] == 0x08): self = .gzip
    case head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]): self = .zstd
    case head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]): self = .xz
    case head.starts(with: "BZh".utf8)
      && (head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        || head.dropFirst(4).starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])):
      self = .bzip2
    case head.starts(with: [0x50, 0x4B, 0x03, 0x04]), head.starts(with: [0x50, 0x4B, 0x05, 0x06]): self = .zip
    case Self.isTarHeader(head): self = .tar
    default: return nil
    }
  }

  /// Whether it holds members with names.
  public var isArchive: Bool { self == .tar || self == .zip }

  /// The name for messages.
  public var description: String { rawValue }

  /// A tar header has no signature common to all variants, but each contains the sum of its own bytes
  /// (POSIX.1-1988, ustar). The eight bytes of the sum itself count as spaces.
  private static func isTarHeader(_ head: [UInt8]) -> Bool {
    guard head.count >= reach else { return false }
    var stated = 0
    for byte in head[148..<156] where (0x30...0x37).contains(byte) { stated = stated * 8 + Int(byte & 7) }
    let sum =
      head[..<reach].reduce(0) { $0 + Int($1) } - head[148..<156].reduce(0) { $0 + Int($1) } + 8 * 0x20
    return stated == sum && head[0] != 0
  }
}
