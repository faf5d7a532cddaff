import CasebookText

/// Scans a text once and stops at each secret.
///
/// To stay linear, text that a detector reads and rejects is bounded or remembered, and text that it takes is
/// not read again.
struct RedactionScan {
  struct Secret {
    var start: Int
    var end: Int
    /// The rule whose placeholder replaces the secret.
    var rule: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let index: RedactionIndex
  let tables: RedactionTables
  /// Everything before this position is decided.
  var position = 0
  /// The next token recognised by its shape alone.
  var run: Secret?
  var knowsRun = false
  /// A secret found after `run`, to be returned after it.
  var waiting: Secret?
  /// Set when the text ends inside a private key.
  var endsInPrivateKey = false
  /// The last private key mark found, and where the search started.
  var keyMark = KeyMark(from: 0, position: -1, isEnd: false)

  /// How many bytes a decision examines at most.
  static let sight = 128

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ index: RedactionIndex) {
    self.bytes = bytes
    self.index = index
    tables = index.tables
  }

  @inline(__always) func at(_ position: Int) -> UInt8 {
    position >= 0 && position < bytes.count ? bytes[position] : 0
  }

  /// Whether `text` is at `start`.
  func starts(_ text: StaticString, at start: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard start >= 0, start + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[start + offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// The next secret; `nil` if there are no more.
  mutating func next() -> Secret? {
    if !knowsRun { findRun(from: position) }
    let found = waiting ?? nextMarked(before: min(run?.end ?? .max, bytes.count - 1))
    waiting = nil
    if let run, found.map({ $0.start >= run.end }) ?? true {
      waiting = found
      position = run.end
      knowsRun = false
      return run
    }
    guard let found else {
      position = bytes.count
      return nil
    }
    position = found.end
    if let run, run.start < position { knowsRun = false }
    return found
  }

  /// The next secret that a mark before `limit` leads to.
  private mutating func nextMarked(before limit: Int) -> Secret? {
    var place = position
    while let (found, slot) = Self.firstTrigger(bytes, place, limit, tables.triggers) {
      place = found
      if slot != tables.timeSlot || at(place - 2).isDigit || bytes[place] == UInt8(ascii: "*"),
        let secret = detect(tables.slots[slot], at: place)
      {
        return secret
      }
      place += 1
    }
    return nil
  }

  /// The first pair of bytes with a slot, and the slot. Apart from the others and four pairs at a time, because this is done
  /// for every byte of a log.
  @inline(never)
  private static func firstTrigger(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int, _ triggers: UnsafePointer<UInt8>
  ) -> (place: Int, slot: Int)? {
    func slot(_ place: Int) -> UInt8 { triggers[RedactionIndex.pair(bytes[place], bytes[place &+ 1])] }
    var place = start
    while place &+ 4 <= limit, slot(place) | slot(place &+ 1) | slot(place &+ 2) | slot(place &+ 3) == 0 {
      place &+= 4
    }
    while place < limit {
      let slot = slot(place)
      if slot != 0 { return (place, Int(slot)) }
      place &+= 1
    }
    return nil
  }

  @inline(never)
  private mutating func detect(
    _ detectors: UnsafeBufferPointer<RedactionIndex.Detector>, at place: Int
  ) -> Secret? {
    for detector in detectors {
      let secret: Secret? =
        switch detector {
        case .key: keyed(at: place)
        case .url: password(inURLAt: place)
        case .option: option(at: place + 1)
        case .longOption: at(place - 1) == 0x20 ? nil : option(at: place)
        case .privateKey: privateKey(at: place)
        case .puttyKey: puttyKey(at: place)
        case .statement: statement(at: place)
        case .passwordFile: passwordFile(at: place)
        case .login: login(at: place)
        case .jwt: webToken(at: place - 1)
        case .bearer: bearer(at: place)
        case .prefix(let number, let offset, let first, let last, let length):
          at(place - offset) == first && at(place - offset + length - 1) == last
            ? token(number, at: place - offset) : nil
        }
      // A detector that looks back must not reach into text that was already taken.
      if let secret, secret.start >= position, secret.end > secret.start { return secret }
    }
    return nil
  }
}
