import Glibc

/// A deliberate trap, with which tests see what a crash costs: debug builds trap on a message that contains
/// `$CASEBOOK_TRAP_ON`. Release builds leave it out.
enum TrapOnPurpose {
  #if DEBUG
    private static let text = getenv("CASEBOOK_TRAP_ON").map { String(cString: $0) } ?? ""

    static func check(_ message: UnsafeBufferPointer<UInt8>) {
      guard !text.isEmpty, String(decoding: message, as: UTF8.self).contains(text) else { return }
      fatalError("CASEBOOK_TRAP_ON")
    }
  #else
    @inline(__always) static func check(_ message: UnsafeBufferPointer<UInt8>) {}
  #endif
}
