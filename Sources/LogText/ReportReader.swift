import CasebookKnowledge
import CasebookText

/// Collects the messages of a report, line by line, and puts them in order.
struct ReportReader {
  /// How telling a message is.
  enum Weight: Int, Comparable {
    case note, wrapper, plain, error, link, root
    static func < (a: Weight, b: Weight) -> Bool { a.rawValue < b.rawValue }
  }

  struct MessageCandidate {
    var message: ErrorReport.ReportMessage
    var weight: Weight
    /// The chain or the value that it is part of: the line on which that begins.
    var part: Int
  }

  let bytes: Bytes
  let lines: [Range<Int>]
  var candidates: [MessageCandidate] = []
  /// The next line to read.
  var next = 0
  /// How many strings of other texts this text is nested in.
  let depth: Int
  var json: LenientJSON
  /// The exception class that the next `Message:` line belongs to.
  var pendingClass: String?
  /// The head of the chain of causes that is being read: the place of its current root.
  var chain: String?
  /// What failed at the heads of chains, by the causes at their ends.
  private var heads: [String: ErrorReport.ReportMessage] = [:]
  /// The line on which the chain or the value begins that is being read.
  private var part = 0
  /// Whether BuildKit repeats the last lines of a failed step.
  var isInTail = false
  /// Whether there is an error beside the end of a step of a build.
  private var tellsStep = false
  /// Whether the report tells why a container ended.
  var hasEnd = false
  /// Hashes of the lines read so far.
  private var seen: Set<UInt64> = []
  private var places: [String: Int] = [:]

  /// The most candidates that are collected, to bound memory.
  private static let most = 4 * ErrorReport.mostMessages
  /// The length at which a message is cut. Nobody searches for a longer one in full.
  private static let longest = 4_096

  /// The messages of a report, the root cause first.
  static func messages(of bytes: Bytes, depth: Int = 0) -> [ErrorReport.ReportMessage] {
    read(bytes, depth: depth).messages
  }

  /// The same, and the lines of no weight: those that only say that a container is started again, in a report that tells
  /// why it ended, or that a step of a build failed, in one that has the errors of the step.
  static func read(
    _ bytes: Bytes, depth: Int = 0
  ) -> ErrorReport.ReadReport {
    let reader = ReportReader(reading: bytes, depth: depth)
    let idle =
      reader.hasEnd || reader.tellsStep
      ? reader.lines.indices.filter { reader.isIdle(reader.text(reader.lines[$0])) } : []
    let messages = reader.ranked()
    return (messages, Set(idle.map { $0 + 1 }), messages.first.flatMap { reader.heads[$0.text] })
  }

  /// Reads a report and collects its messages.
  init(reading bytes: Bytes, depth: Int = 0) {
    self.init(bytes, depth: depth)
    read()
  }

  private init(_ bytes: Bytes, depth: Int) {
    self.bytes = bytes
    self.depth = depth
    json = LenientJSON(bytes)
    lines = Self.lines(of: bytes)
  }

  private static func lines(of bytes: Bytes) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while let end = bytes.index(of: 0x0A, from: start) {
      lines.append(start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end))
      start = end + 1
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }

  func text(_ range: Range<Int>) -> String { bytes.at(range).text }

  /// The prefix of a line: its level, and where in `bytes` its message is.
  func header(_ line: Range<Int>) -> (body: Int, end: Int, level: Level?) {
    var start = line.lowerBound
    var prefix = LinePrefix.readReported(bytes.at(line))
    let message = prefix.timeEnd > 0 ? bytes.at(line).skipSpace(prefix.timeEnd) : prefix.body
    if isInTail, case let seconds = bytes.at(line).skipSeconds(message), seconds > 0 {
      start += message + seconds
      prefix = LinePrefix.readReported(bytes.at(start..<line.upperBound))
    }
    return (start + prefix.body, start + max(prefix.body, prefix.bodyEnd), prefix.level)
  }

  /// Adds a message unless it is empty or known. A known message keeps its first place and its greatest
  /// weight.
  mutating func add(
    _ text: String, line: Int, _ weight: Weight, _ role: ErrorReport.ReportMessage.MessageRole,
    _ source: ErrorReport.ReportMessage.ReportSource, code: String? = nil
  ) {
    let text = Self.oneLine(text)
    guard text.utf8.contains(where: { $0.isLetter || $0 >= 0x80 || $0.isDigit }) else { return }
    if let place = places[text] {
      if candidates[place].weight < weight {
        candidates[place].weight = weight
        candidates[place].message.role = role
        candidates[place].message.source = source
        candidates[place].part = part
      }
      if candidates[place].message.code == nil { candidates[place].message.code = code }
      return
    }
    if candidates.count >= Self.most {
      guard weight >= .link, let least = candidates.lastIndex(where: { $0.weight <= .wrapper }) else {
        return
      }
      places[candidates[least].message.text] = nil
      candidates.remove(at: least)
      for index in least..<candidates.count { places[candidates[index].message.text] = index }
    }
    places[text] = candidates.count
    candidates.append(
      MessageCandidate(
        message: ErrorReport.ReportMessage(
          text: text, line: line + 1, role: role, source: source, code: code),
        weight: weight, part: part))
  }

  /// Adds an error. If it wraps others, the first failure leads it.
  mutating func addError(
    _ text: String, line: Int, _ weight: Weight, _ role: ErrorReport.ReportMessage.MessageRole,
    _ source: ErrorReport.ReportMessage.ReportSource, code: String? = nil
  ) {
    guard weight > .note, let wrapped = WrappedError(Self.oneLine(text)) else {
      return add(text, line: line, weight, role, source, code: code)
    }
    // A line that opens with a failure elsewhere goes on to name it.
    let isTold = weight == .wrapper && !Phrases.isWrapper(wrapped.root)
    add(wrapped.root, line: line, isTold ? .error : weight, role, .causedBy, code: wrapped.code ?? code)
    add(text, line: line, min(weight, .link), .consequence, source, code: code)
    noteHead(wrapped.wrappers.first.map { headMessage($0, line) }, of: wrapped.root)
    for wrapper in wrapped.wrappers { add(wrapper, line: line, .wrapper, .consequence, .causedBy) }
  }

  /// Notes the head of the chain that ends with `cause`, unless it names no failure or one of them repeats the other.
  mutating func noteHead(_ head: ErrorReport.ReportMessage?, of cause: String) {
    let cause = Self.oneLine(cause)
    guard var head, !head.text.contains(text: cause), !cause.contains(text: head.text) else { return }
    // What joins it to the cause: `…, Err: …`.
    head.text = Self.trimmedEnd(head.text)
    if head.text.hasSuffix(" Err") { head.text = Self.trimmedEnd(String(head.text.dropLast(4))) }
    guard head.code != nil || Phrases.isFailure(head.text) else { return }
    heads[cause] = head
  }

  private static func trimmedEnd(_ text: String) -> String {
    let end = text.utf8.reversed().prefix { " ,;:".utf8.contains($0) }.count
    return String(text.dropLast(end))
  }

  /// A part of a line that is the head of a chain.
  func headMessage(_ text: String, _ line: Int) -> ErrorReport.ReportMessage {
    .init(text: Self.oneLine(text), line: line + 1, role: .consequence, source: .causedBy)
  }

  /// The head of the chain that is being read; without one, the error on the line before.
  func head(before line: Int) -> ErrorReport.ReportMessage? {
    if let chain = chain.map(Self.oneLine) {
      return heads[chain] ?? places[chain].map { candidates[$0].message }
    }
    return candidates.last { $0.weight >= .error && $0.message.line >= line }?.message
  }

  /// Makes a cause part of the chain that is being read, or of what its head is part of; without either, of the last message.
  mutating func join(_ head: ErrorReport.ReportMessage?) {
    let known = chain.flatMap { places[Self.oneLine($0)] } ?? head.flatMap { places[$0.text] }
    guard let place = known ?? candidates.lastIndex(where: { $0.weight >= .wrapper }) else { return }
    part = candidates[place].part
  }

  /// Turns a message that led so far into a consequence.
  mutating func demote(_ text: String) {
    guard let place = places[Self.oneLine(text)], candidates[place].weight == .root else { return }
    candidates[place].weight = .link
    candidates[place].message.role = .consequence
  }

  private static func oneLine(_ text: String) -> String {
    var result: [UInt8] = []
    var space = false
    for byte in text.utf8.prefix(longest) {
      if byte <= 0x20 || byte == 0x7F {
        space = !result.isEmpty
      } else {
        if space { result.append(0x20) }
        space = false
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func read() {
    while next < lines.count {
      let line = next
      let range = lines[line]
      next += 1
      part = line
      if range.count < 512, isRepeated(range), !hasFrames() { continue }
      noteContainerState(line)
      if skipBuildLines(line) { continue }
      if readTraceback(line) { continue }
      if readJSON(line, from: range.lowerBound) {
        for inner in line + 1..<max(line + 1, next) { noteContainerState(inner) }
        continue
      }
      readLine(range, at: line)
    }
    tellsStep =
      candidates.contains { Self.isEndOfStep($0.message.text) }
      && candidates.contains { $0.weight >= .error && !Self.isEndOfStep($0.message.text) }
  }

  /// Whether the line was read before. A log can hold one line a million times; reading it once is enough.
  private mutating func isRepeated(_ range: Range<Int>) -> Bool {
    // Marks of a structure repeat and still matter: brackets, and the start of a traceback.
    guard range.count > 4, bytes[range.lowerBound] > 0x20, !bytes.has("Traceback", at: range.lowerBound)
    else {
      return false
    }
    let hash = WordHash.exact(bytes[range])
    if seen.count > 20_000 { return seen.contains(hash) }
    return !seen.insert(hash).inserted
  }

  /// Whether a line says nothing beside the others of the report.
  private func isIdle(_ text: String) -> Bool {
    hasEnd && Phrases.isRestart(text) || tellsStep && Self.isEndOfStep(text)
  }

  /// Whether BuildKit says that a command failed with an exit status of its own. A signal's is a reason.
  private static func isEndOfStep(_ text: String) -> Bool {
    guard text.holds("did not complete successfully: exit code: ") else { return false }
    let status = text.utf8.reversed().prefix { $0.isDigit }.reversed()
    return Int(String(decoding: Array(status), as: UTF8.self)).map { $0 < 128 } ?? false
  }

  /// The messages, the one that most probably states the error first, the others by descending weight, then in the order in
  /// which they came. That a container is started again says nothing beside the reason for its end.
  private func ranked() -> [ErrorReport.ReportMessage] {
    let told = hasEnd || tellsStep ? candidates.filter { !isIdle($0.message.text) } : candidates
    let leading = leadingPart(of: told)
    var order = told.enumerated().sorted { a, b in
      if a.element.weight != b.element.weight { return a.element.weight > b.element.weight }
      return a.offset < b.offset
    }.map(\.element)
    if let lead = order.firstIndex(where: { $0.part == leading }), lead > 0 {
      order.insert(order.remove(at: lead), at: 0)
    }
    if order.count > ErrorReport.mostMessages { order.removeSubrange(ErrorReport.mostMessages...) }
    if !order.isEmpty { order[0].message.role = .root }
    return order.map(\.message)
  }

  /// The part of the report that the judge takes for its error: the rules know which message of a chain leads it, the judge
  /// which chain leads the report. `nil` if the rules decide: there is one part, or little more than that something is
  /// started again.
  private func leadingPart(of messages: [MessageCandidate]) -> Int? {
    guard let first = messages.first?.part, messages.contains(where: { $0.part != first }) else { return nil }
    let said = messages.filter { $0.weight > .note }
    let telling = said.filter {
      !Phrases.isRestart($0.message.text) && !Phrases.isBareReason($0.message.text)
    }
    if telling.count < said.count, telling.allSatisfy({ $0.weight < .error }) { return nil }
    var best: (part: Int, score: Double)?
    for (candidate, features) in zip(telling, features(of: telling)) {
      let score = LeadJudge.standard.score(features)
      if score > best?.score ?? -.infinity { best = (candidate.part, score) }
    }
    return best?.part
  }

  /// The features of messages of this report, in their order.
  func features(of messages: [MessageCandidate]) -> [LeadFeatures] {
    messages.map { candidate in
      let line = candidate.message.line - 1
      let level = lines.indices.contains(line) ? header(LeadFeatures.opening(of: lines[line])).level : nil
      return LeadFeatures(candidate, level, in: lines, of: bytes)
    }
  }
}
