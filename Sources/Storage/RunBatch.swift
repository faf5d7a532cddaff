package import CasebookKnowledge
import CasebookLogText

/// Some events of a log and the lines around them, prepared as far as possible without a database.
package struct RunBatch: Sendable {
  /// One event or line; its texts are in `bytes`.
  package struct BatchedRun: Sendable {
    /// The hash that finds its wording.
    package let hash: UInt64
    /// The wording's text, the values, and the terms of the words with variable parts.
    package let text, values, terms: Range<Int>
    /// How many values there are.
    package let variables: Int
    package let line: Int
    /// The number of lines after the first.
    package let more: Int
    package let time: Timestamp?
    /// `nil` for a context line.
    package let level: Level?
    package let logger: String?

    package init(
      hash: UInt64, text: Range<Int>, values: Range<Int>, terms: Range<Int>, variables: Int, line: Int,
      more: Int, time: Timestamp?, level: Level?, logger: String?
    ) {
      self.hash = hash
      self.text = text
      self.values = values
      self.terms = terms
      self.variables = variables
      self.line = line
      self.more = more
      self.time = time
      self.level = level
      self.logger = logger
    }
  }

  package var entries: [BatchedRun] = []
  package var bytes: [UInt8] = []
  /// Whether these events ended only because the log ended.
  package var isUncertain = false

  package init() {}

  /// Large enough to amortise passing it between threads.
  package var isFull: Bool { entries.count >= 512 || bytes.count >= 1 << 18 }
}
