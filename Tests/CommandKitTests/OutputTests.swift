import Glibc
import Testing

@testable import CasebookCommandKit

struct OutputTests {
  @Test func `more than a pipe holds arrives whole`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    // A non-blocking pipe: the writer must wait for its reader, which starts late.
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var thread = pthread_t()
    let descriptor = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    defer { descriptor.deallocate() }
    descriptor.pointee = reading
    let counter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
      guard let fd = argument?.load(as: Int32.self) else { return nil }
      usleep(20_000)
      var sum = 0
      var chunk = [UInt8](repeating: 0, count: 4096)
      while case let count = read(fd, &chunk, chunk.count), count > 0 { sum += count }
      return UnsafeMutableRawPointer(bitPattern: sum)
    }
    try #require(pthread_create(&thread, nil, counter, descriptor) == 0)
    let output = Output(descriptor: writing, name: "pipe", environment: [:])
    output.write(bytes: sent)
    try output.finish()
    close(writing)
    var received: UnsafeMutableRawPointer?
    pthread_join(thread, &received)
    close(reading)
    #expect(Int(bitPattern: received) == sent.count)
  }

  @Test func `a file gets what was written, a terminal nothing that steers it`() {
    let file = Output.inMemory()
    file.write("a\u{1B}[31mb\u{202E}\n")
    file.write(bytes: [0x1B, 0xFF])
    #expect(file.bytes == Array("a\u{1B}[31mb\u{202E}\n".utf8) + [0x1B, 0xFF])
    let terminal = Output.inMemory(isTerminal: true, isStyled: true)
    terminal.write("a\u{1B}[31mb\u{202E}\n")
    terminal.write(bytes: [0x1B, 0xFF])
    terminal.write("\("\u{9B}x", .red)" as StyledText)
    #expect(terminal.text == "a␛[31mb\\u{202E}\n␛\u{FFFD}\u{1B}[31m\\u{9B}x\u{1B}[0m")
  }

  @Test func `messages arrive with each call`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let reading = ends[0]
    defer { close(reading) }
    let output = Output(descriptor: ends[1], name: "pipe", environment: [:], isBuffered: false)
    output.writeLine("careful")
    var chunk = [UInt8](repeating: 0, count: 20)
    let count = read(reading, &chunk, chunk.count)
    #expect(String(decoding: chunk.prefix(max(0, count)), as: UTF8.self) == "careful\n")
    close(ends[1])
  }

  @Test(arguments: [
    [:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": "xterm"],
  ])
  func `what is no terminal has no styles`(environment: [String: String]) throws {
    let null = open("/dev/null", O_WRONLY)
    defer { close(null) }
    let output = Output(descriptor: null, name: "null", environment: environment)
    #expect(!output.isTerminal && !output.isStyled && output.width == 80 && output.tableWidth == nil)
  }

  @Test(arguments: [
    ([:], false), (["TERM": "xterm"], true), (["TERM": "dumb"], false),
    (["TERM": "xterm", "NO_COLOR": "1"], false),
    (["TERM": "xterm", "NO_COLOR": ""], true),
  ])
  func `on a terminal the environment decides about styles`(environment: [String: String], styled: Bool)
    throws
  {
    let leader = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(leader >= 0)
    // TIOCSPTLCK and TIOCGPTN unlock the other side and return its number.
    var (lock, number): (Int32, Int32) = (0, 0)
    try #require(ioctl(leader, 0x4004_5431, &lock) == 0 && ioctl(leader, 0x8004_5430, &number) == 0)
    let follower = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(follower >= 0)
    defer {
      close(follower)
      close(leader)
    }
    var size = winsize(ws_row: 24, ws_col: 61, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(follower, UInt(TIOCSWINSZ), &size) == 0)
    let output = Output(descriptor: follower, name: "terminal", environment: environment)
    #expect(output.isTerminal && output.width == 61 && output.isStyled == styled)
  }

  @Test func `after a failure writing is dropped and told once`() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let output = Output(descriptor: full, name: "the report", environment: [:])
    for _ in 0..<3 { output.write(String(repeating: "x", count: 100_000)) }
    #expect(!output.isOpen && output.bytes.isEmpty)
    #expect(throws: Failure(.io, "cannot write the report: No space left on device")) { try output.finish() }
  }
}

struct EnvironmentTests {
  @Test func `the variables of the process are known`() {
    let path = getenv("PATH").map { String(cString: $0) }
    #expect(processEnvironment()["PATH"] == path)
  }
}

/// Output that reaches a terminal, by every way to write to it.
struct TerminalTests {
  private let hostile = "a\u{202E}b\u{200B}"
  private let shown = "a\\u{202E}b\\u{200B}"

  @Test(arguments: [false, true])
  func `nothing invisible reaches it`(isStyled: Bool) {
    let output = Output.inMemory(isTerminal: true, isStyled: isStyled)
    output.write(hostile)
    output.write("\(hostile, .bold)" as StyledText)
    output.write(bytes: Array(hostile.utf8))
    var table = TextTable([.text(hostile, flexible: true)])
    table.append([StyledText(hostile)])
    output.write(table)
    let progress = ProgressLine(on: output, every: .zero) { .zero }
    progress.update(hostile)
    #expect(output.text.unicodeScalars.allSatisfy { $0 != "\u{202E}" && $0 != "\u{200B}" })
    #expect(output.text.components(of: shown) == 6)
  }

  @Test func `a pipe gets text as it is`() {
    let output = Output.inMemory()
    output.write(hostile)
    output.write("\(hostile, .bold)" as StyledText)
    #expect(Array(output.text.unicodeScalars) == Array((hostile + hostile).unicodeScalars))
  }

  @Test(arguments: [0, 1, 2, 7])
  func `a narrow one is no reason to fail`(width: Int) {
    let output = Output.inMemory(isTerminal: true, width: width)
    var table = TextTable([.text("ID"), .number("SEEN"), .text("TITLE", flexible: true)])
    table.append(["1", "2", "three \(hostile)"])
    output.write(table)
    let progress = ProgressLine(on: output, every: .zero) { .zero }
    progress.update(hostile)
    progress.finish()
    #expect(!output.text.isEmpty)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}

struct ProgressLineTests {
  @Test func `a line is drawn now and then, and goes away`() {
    let output = Output.inMemory(isTerminal: true, width: 12)
    var time = Duration.seconds(5)
    let progress = ProgressLine(on: output, every: .milliseconds(100)) { time }
    progress.update("too early")
    #expect(output.text == "")
    time += .milliseconds(100)
    progress.update("1 of 3")
    progress.update("2 of 3")
    time += .milliseconds(250)
    progress.update("3 of 3, a\nlong name")
    output.writeLine("warning")
    progress.finish()
    progress.update("late")
    #expect(output.text == "\r1 of 3\u{1B}[K\r3 of 3, a …\u{1B}[K\r\u{1B}[Kwarning\n")
  }

  @Test func `nothing is drawn where nobody looks`() {
    let output = Output.inMemory()
    var time = Duration.zero
    let progress = ProgressLine(on: output) { time }
    time = .seconds(9)
    progress.update("seen")
    progress.finish()
    #expect(output.text == "")
  }
}
