/// The tables that a scan looks up at each byte and each pair of bytes: bare memory, so that no lookup counts references or
/// checks bounds.
struct RedactionTables {
  /// For each pair of ASCII bytes the slot of its detectors; 0 if it has none.
  let triggers: UnsafePointer<UInt8>
  /// The detectors of each slot.
  let slots: UnsafePointer<UnsafeBufferPointer<RedactionIndex.Detector>>
  private let slotCount: Int
  /// The slot of a digit and a colon. Most of these pairs are in times, which need no closer look.
  let timeSlot: UInt8
  /// Which bytes long tokens consist of.
  let tokenBytes: UnsafePointer<Bool>

  init(triggers: [UInt8], slots: [[RedactionIndex.Detector]]) {
    self.triggers = Self.memory(triggers).baseAddress.unsafelyUnwrapped
    self.slots = Self.memory(slots.map(Self.memory)).baseAddress.unsafelyUnwrapped
    slotCount = slots.count
    timeSlot = triggers[RedactionIndex.pair(UInt8(ascii: "0"), UInt8(ascii: ":"))]
    tokenBytes = Self.memory((0...255).map { RedactionIndex.isTokenByte($0) }).baseAddress.unsafelyUnwrapped
  }

  func free() {
    triggers.deallocate()
    for slot in 0..<slotCount { slots[slot].deallocate() }
    slots.deallocate()
    tokenBytes.deallocate()
  }

  private static func memory<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) -> UnsafeBufferPointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return UnsafeBufferPointer(memory)
  }
}
