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
    let index = index
    return index.triggers.withUnsafeBufferPointer { table -> Secret? in
      var place = position
      while place < limit {
        let slot = table[RedactionIndex.pair(bytes[place], bytes[place + 1])]
        if slot != 0, slot != index.timeSlot || at(place - 2).isDigit || bytes[place] == UInt8(ascii: "*"),
          let secret = detect(index.slots[Int(slot)], at: place)
        {
          return secret
        }
        place += 1
      }
      return nil
    }
  }

  @inline(never)
  private mutating func detect(_ detectors: [RedactionIndex.Detector], at place: Int) -> Secret? {
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
        case .prefix(let number, let offset): token(index.prefixes[number], number, at: place - offset)
        }
      // A detector that looks back must not reach into text that was already taken.
      if let secret, secret.start >= position, secret.end > secret.start { return secret }
    }
    return nil
  }
}
