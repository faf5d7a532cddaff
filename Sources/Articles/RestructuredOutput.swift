/// The Markdown that a reStructuredText becomes, with the line of the file for each of its lines.
struct RestructuredOutput {
  private(set) var bytes: [UInt8] = []
  private(set) var numbers: [Int] = []
  /// What each line begins with: the marks of quotes, and blanks in items of lists.
  private(set) var margin: [UInt8] = []
  /// The margin of the next line, if it begins an item: `- `.
  private var mark: [UInt8]?
  /// The margin of the blank line that is due before the next line.
  private var gap: [UInt8]?
  /// Whether there is anything besides headings and anchors.
  private(set) var hasText = false

  /// Whether the next line belongs to no item and to no quote.
  var isOutside: Bool { margin.isEmpty && mark == nil }

  /// Puts one blank line before the next line.
  mutating func separate() {
    if mark != nil || numbers.isEmpty { return }
    if gap == nil || margin.count < gap?.count ?? 0 { gap = margin }
  }

  mutating func add(_ line: some Sequence<UInt8>, at number: Int, isText: Bool = true) {
    if let gap { append(gap, [], number) }
    gap = nil
    append(mark ?? margin, line, number)
    mark = nil
    if isText { hasText = true }
  }

  /// Begins an item or a quote: `mark` opens its first line, `added` all others. Returns what ends it.
  mutating func begin(mark: [UInt8], margin added: [UInt8]) -> Int {
    let outer = margin.count
    self.mark = (self.mark ?? margin) + mark
    margin += added
    return outer
  }

  /// Quotes what is added from here on.
  mutating func beginQuote() -> Int { begin(mark: [0x3E, 0x20], margin: [0x3E, 0x20]) }

  /// Ends an item or a quote; one without text is its mark alone.
  mutating func end(_ outer: Int, at number: Int) {
    if mark != nil { add([], at: number) }
    margin.removeSubrange(outer...)
  }

  private mutating func append(_ margin: [UInt8], _ line: some Sequence<UInt8>, _ number: Int) {
    bytes += margin
    bytes += line
    while bytes.last == 0x20 { bytes.removeLast() }
    bytes.append(0x0A)
    numbers.append(max(number, numbers.last ?? 1))
  }
}
