import CasebookArchives
import CasebookCommandKit
import CasebookCommands
import CasebookKnowledge
import CasebookService
import CasebookSQLite
import CasebookIngest
import ScratchKit
import Glibc
import TranscriptKit

/// The program as one person's session sees it: a home of its own, and a clock that advances by a minute per
/// call.
final class Casebook {
  private var calls: Int64 = 0

  /// Puts the test's articles into `docs`, below the folder in which a session starts.
  func prepare(_ workingDirectory: String) throws {
    for name in ["en/training-jobs.md", "en/artifact-store.md", "de/training-jobs.md"] {
      let bytes = try Self.bytes(of: Self.package + "/Tests/CLITests/Articles/" + name)
      try writeFile(bytes, to: workingDirectory + "/docs/" + name)
    }
  }

  /// Puts a translation that lost something into `docs`.
  func prepareTranslation(_ workingDirectory: String) throws {
    let bytes = try Self.bytes(of: Self.package + "/Tests/CLITests/Articles/ru/training-jobs.md")
    try writeFile(bytes, to: workingDirectory + "/docs/ru/training-jobs.md")
  }

  /// Creates folders with valid and invalid log formats, and a log.
  func prepareFormats(_ workingDirectory: String) throws {
    let depot = """
      {
        "name": "depot",
        "title": "Lines of the depot",
        "patterns": ["@(?<time>\\\\d+) <(?<logger>\\\\w+)> (?<level>\\\\w+)! (?<body>.*)"],
        "levels": {"Bad": "error", "Fine": "info"},
        "samples": [
          {"line": "@1704186000 <belt> Bad! it is stuck", "time": "2024-01-02T09:00:00Z", "level": "error"}
        ]
      }

      """
    let wrong = """
      {
        "name": "wrong",
        "pattern": "x",
        "patterns": [
          "(?<lvl>[A-Z]+: (?<body>.*)",
          "(?<level>[A-Z]+)"
        ],
        "samples": []
      }

      """
    for (name, text) in [
      ("formats/depot.json", depot), ("config/casebook/formats/depot.json", depot),
      ("wrong/wrong.json", wrong),
      ("wrong/cut.json", "{\n  \"name\": \"cut\",\n  \"samples\": ["),
      ("depot.log", "@1704186000 <belt> Fine! it runs\n@1704186001 <belt> Bad! parcel 7 is stuck\n"),
    ] {
      try writeFile(Array(text.utf8), to: workingDirectory + "/" + name)
    }
  }

  /// Puts archives of logs into `logs`, one of them cut off.
  func prepareArchives(_ workingDirectory: String) {
    let scratch = Scratch(at: workingDirectory + "/logs")
    let web = Array(
      """
      2026-01-04T10:00:00Z INFO web: up
      2026-01-04T10:00:01Z ERROR web: the upload was refused: 403 quota exceeded

      """.utf8)
    let jobs = Array("2026-01-04T10:00:02Z ERROR jobs: job 7 ran out of memory\n".utf8)
    let members = [("web/app.log", web), ("jobs.log", jobs), ("logo.png", [0x89, 0, 0, 1])]
    scratch.pack(members, .tarGzip, to: "all.tar.gz")
    scratch.pack(members, .zip, to: "all.zip")
    scratch.pack([("jobs.log", jobs)], .zstd, to: "jobs.log.zst")
    let long = (0..<400).map { "2026-01-04T10:00:03Z INFO web: part \($0)\n" }.joined()
    let cut = contents(scratch.pack([("a.log", web + Array(long.utf8))], .tar, to: "cut.tar")) ?? []
    scratch.write(cut.prefix(4_096), to: "cut.tar")
    scratch.write([UInt8](repeating: 0, count: 500), to: "core.log")
    // A file that can be opened but not read.
    let broken = Scratch(at: workingDirectory + "/broken")
    symlink("/proc/self/mem", broken["a.log"])
    broken.write(jobs, to: "b.log")
    broken.write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), to: "empty.zip")
  }

  /// Creates a folder of unusable databases.
  func prepareDatabases(_ workingDirectory: String) throws {
    try Database(path: workingDirectory + "/foreign.db", access: .create)
      .runScript("CREATE TABLE address (name TEXT)")
    try Database(path: workingDirectory + "/newer.db", access: .create)
      .runScript("PRAGMA application_id = 0x43617365; PRAGMA user_version = 9999")
  }

  /// All bytes of a file.
  static func bytes(of path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(of: path) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Runs one call in this process.
  func run(_ call: TranscriptCall) throws -> TranscriptResult {
    let start = Timestamp(milliseconds: 1_767_603_600_250)  // 2026-01-05T09:00:00.250Z
    let time = Timestamp(milliseconds: start.milliseconds + calls * 60_000)
    calls += 1
    let (output, errors) = (Output.inMemory(), Output.inMemory())
    let streams = try CommandStreams(call.standardInput ?? [])
    let environment = ["HOME": call.workingDirectory, "LANG": "en_US.UTF-8"]
      .merging(call.environment.mapValues { $0.replacing("$PWD", with: call.workingDirectory) }) { $1 }
    let surroundings = Surroundings(
      standardOutput: output, standardError: errors, environment: environment,
      bundled: .program, workingDirectory: call.workingDirectory,
      isInputTerminal: call.standardInput == nil, hasInput: call.standardInput != nil, now: { time },
      offset: { _ in 0 },
      standardInput: ByteStream(call.standardInput ?? []).read,
      commandScene: CommandRun.CommandScene(
        environment: environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, folder: call.workingDirectory,
        streams: streams.descriptors))
    let status = casebookTable.run(call.arguments, context: surroundings)
    if call.arguments.contains("--json"), status == .success || !output.bytes.isEmpty {
      try checkJSON(output.bytes, call.arguments)
    }
    return TranscriptResult(
      // A command that the program runs has ended before the program itself says anything.
      standardOutput: Self.withoutOrigins(streams.written(1) + output.bytes),
      standardError: Self.withoutOrigins(streams.written(2) + errors.bytes),
      status: status.rawValue)
  }

  /// The output with `ORIGIN` in place of the random names of files: `ORIGIN-12` is an entry of the journal, `ORIGIN: ` a
  /// line about a file.
  private static func withoutOrigins(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { return bytes }
    return Array(
      text.replacing(/\b(?:[0-9a-f]{16}|[0-9a-f]{8})(-\d+\b|: \d)/) { "ORIGIN\($0.1)" }
        .replacing(/"origin":"[0-9a-f]{16}"/, with: "\"origin\":\"ORIGIN\"").utf8)
  }

  /// Verbs that print text for a person, a shell or another program, and nothing with `--json`.
  static let verbsOfText: Set<String> = ["help", "completions", "demo", "mcp", "run"]

  /// Checks for one object on one line, with its version first, that fits its schema.
  private func checkJSON(_ bytes: [UInt8], _ arguments: [String]) throws {
    let value = try JSON(parsing: bytes)
    if let verb = arguments.first(where: { casebookTable.command(named: $0) != nil }) {
      let problems =
        PublishedSchema.of(verb)?.problems(in: value) ?? ["docs/schemas has no schema of \(verb)"]
      guard problems.isEmpty else {
        throw Failure(.internal, "not as docs/schemas says: \(problems.joined(separator: "; "))")
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("{\"version\":1"), text.firstIndex(of: "\n") == text.indices.last else {
      throw Failure(.internal, "not one line that starts with the version: \(text.prefix(40))")
    }
  }

  /// The package's folder.
  static let package = {
    let parts = #filePath.split(separator: "/")
    return "/" + parts.dropLast(3).joined(separator: "/")
  }()
}

/// The standard streams of a command that the program runs: files without a name.
private final class CommandStreams {
  private let files: [UnsafeMutablePointer<FILE>]
  var descriptors: [Int32] { files.map(fileno) }

  init(_ input: [UInt8]) throws {
    files = try (0..<3).map { _ in
      guard let file = tmpfile() else { throw Failure(.internal, "no temporary file") }
      return file
    }
    fwrite(input, 1, input.count, files[0])
    rewind(files[0])
  }

  deinit { files.forEach { fclose($0) } }

  /// The bytes that were written to a stream.
  func written(_ stream: Int) -> [UInt8] {
    lseek(descriptors[stream], 0, SEEK_SET)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptors[stream], &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return bytes
  }
}
