import CasebookCommandKit
import Glibc

/// The source of the inputs, and the code that reads them.
public enum FuzzMode: String, CaseIterable, Sendable {
  /// Texts of the grammar, through the commands of the program.
  case commands
  /// Texts of the grammar, through the readers alone.
  case readers
  /// Valid files with some bytes changed, through the readers of logs and articles.
  case bytes
}

/// The workers' executions, by number. Each depends only on the seed and its number.
struct FuzzWork {
  let mode: FuzzMode
  let seed: UInt64
  private let run: CommandRun
  private let logs: [[UInt8]]
  private let articles: [[UInt8]]

  init(_ mode: FuzzMode, seed: UInt64, folder: String) throws {
    self.mode = mode
    self.seed = seed
    run = CommandRun(folder: folder)
    let isSampled = mode == .bytes
    logs = isSampled ? try files(below: packageFolder + "/data/runs").map(readFile) : []
    articles =
      isSampled
      ? try
        (files(below: packageFolder + "/data/articles")
        + files(below: packageFolder + "/Tests/CLITests/Articles"))
        .map(readFile) : []
  }

  /// The input of an execution.
  func input(_ index: Int) -> [UInt8] {
    var random = SplitMix64(seed: seed, index: index)
    switch mode {
    case .commands: return FuzzCase(seed: seed, index: index).input
    case .readers:
      let reading = Self.reading(&random)
      let length = [8, 24, 60, 150, 400, 1_200][min(random.below(6), random.below(6))]
      let text = Grammar.casebook.text(of: reading.rule, length: length, &random)
      return Mutation.handed(text, &random)
    case .bytes:
      let samples = index % 2 == 0 ? logs : articles
      return Mutation.piece(of: samples[random.below(samples.count)], &random)
    }
  }

  /// The problem that an execution finds with its input, or with a replacement for it; `nil` if there is
  /// none.
  func problem(_ index: Int, with input: [UInt8]) throws -> String? {
    switch mode {
    case .commands:
      var fuzzCase = FuzzCase(seed: seed, index: index)
      fuzzCase.input = input
      return try run.problem(fuzzCase)
    case .readers: return reading(index).problem(with: input)
    case .bytes:
      if index % 2 == 1 { return FuzzReader.article.problem(with: input) }
      return FuzzReader.log.problem(with: input) ?? FuzzReader.report.problem(with: input)
    }
  }

  /// The commands or readers that reproduce a problem, and the input.
  func description(_ index: Int, with input: [UInt8]) -> String {
    let text = String(decoding: input, as: UTF8.self).debugDescription
    let what: String
    switch mode {
    case .commands:
      what = FuzzCase(seed: seed, index: index).scenario.commands.map { "casebook " + $0 }.joined(
        separator: "; ")
    case .readers: what = "the reader of \(reading(index))"
    case .bytes: what = index % 2 == 1 ? "the reader of article" : "the readers of log and report"
    }
    return "\(what), with \(input.count) bytes: \(text)"
  }

  /// Logs and reports are chosen most often, because most input is of these kinds.
  private static func reading(_ random: inout SplitMix64) -> FuzzReader {
    switch random.below(12) {
    case 0...3: .log
    case 4, 5: .report
    case let number: FuzzReader.allCases[number % FuzzReader.allCases.count]
    }
  }

  private func reading(_ index: Int) -> FuzzReader {
    var random = SplitMix64(seed: seed, index: index)
    return Self.reading(&random)
  }
}

/// The package's folder.
let packageFolder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
