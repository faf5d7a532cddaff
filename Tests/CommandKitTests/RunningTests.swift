import CasebookCommandKit
import Glibc
import Testing

struct RunningTests {
  private func run(_ line: String..., terminal: Bool = false) -> (
    out: String, err: String, status: CasebookCommandKit.ExitStatus
  ) {
    let world = World(terminal: terminal)
    let status = Sample.table.run(line, context: world)
    return (world.standardOutput.text, world.standardError.text, status)
  }

  @Test func `data goes to standard output, and the verb says how it ended`() {
    let found = run("find", "plums", "-n3")
    #expect(found == ("plums 3 kitchen\n", "", .success))
    #expect(run("find", "nothing").status == .notFound)
  }

  @Test func `without arguments a short usage is an error`() {
    let result = run()
    #expect(result.out == "" && result.status == .usage)
    #expect(
      result.err == """
        pantry: keep track of jars

        Usage
          pantry VERB [OPTIONS] [OPERANDS]

          pantry find plums     # look for a jar
          pantry move jar-12 -  # put it away

        Verbs: find, move, help

        See 'pantry help' for the verbs, 'pantry VERB --help' for one of them.

        """)
  }

  @Test func `help and version are data`() {
    #expect(run("--version") == ("pantry 1.2\n", "", .success))
    #expect(run("help") == (Sample.table.help(), "", .success))
    #expect(run("find", "-h") == (Sample.table.help(for: "find"), "", .success))
    #expect(run("help", "find", terminal: true).out == Sample.table.help(for: "find", styled: true))
    #expect(run("help", "find", "--no-color", terminal: true).out == Sample.table.help(for: "find"))
  }

  @Test func `a wrong command line is two lines on standard error`() {
    let result = run("find", "a", "--limt")
    #expect(result.out == "" && result.status == .usage)
    #expect(
      result.err == """
        pantry: unknown option '--limt' of 'find'; the nearest is '--limit'
        See 'pantry find --help'.

        """)
  }

  @Test func `what hides in an argument does not reach the terminal`() {
    let error = run("\u{1B}[2Jx", terminal: true).err
    #expect(error.hasPrefix("pantry: unknown verb '␛[2Jx'\n"))
  }

  @Test func `a failure arrives after the data before it`() {
    let failed = run("find", "jam")
    #expect(failed == ("jam 10 kitchen\n", "pantry: jam is spilled\nWipe it up.\n", .data))
    let defect = run("find", "oops")
    #expect(defect.status == .internal)
    #expect(defect.err == "pantry: internal error: Oops()\nThis is a defect; please report it.\n")
  }

  @Test func `an error can know its failure`() {
    struct Locked: FailureConvertible { var failure: Failure { Failure(.busy, "the larder is locked") } }
    #expect(Failure(Locked()) == Failure(.busy, "the larder is locked"))
  }

  @Test func `--no-color takes styles away`() {
    #expect(run("find", "a", terminal: true).out == "\u{1B}[1ma\u{1B}[0m 10 kitchen\n")
    #expect(run("find", "a", "--no-color", terminal: true).out == "a 10 kitchen\n")
  }

  @Test func `a reader that went away is success`() throws {
    Output.ignoreWriteSignals()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let streams = World(output: Output(descriptor: ends[1], name: "standard output", environment: [:]))
    #expect(Sample.table.run(["find", "nothing"], context: streams) == .success)
    #expect(streams.standardError.text == "")
    #expect(!streams.standardOutput.isOpen)
  }

  @Test func `a full disk is an error`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let streams = World(output: Output(descriptor: full, name: "standard output", environment: [:]))
    #expect(Sample.table.run(["find", "plums"], context: streams) == .io)
    #expect(
      streams.standardError.text == "pantry: cannot write standard output: No space left on device\n")
  }
}
