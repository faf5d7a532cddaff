package import CasebookKnowledge
import CasebookLogText

/// Some events of a log, and lines around them, worked out as far as that needs no database.
package struct RunBatch: Sendable {
  /// One event or line; its texts stand in `bytes`.
  package struct Entry: Sendable {
    /// The hash by which its wording is found.
    package let hash: UInt64
    /// The wording's text, the values, and the terms of the words in which something varies.
    package let text, values, terms: Range<Int>
    /// How many values there are.
    package let variables: Int
    package let line: Int
    /// How many lines follow the first.
    package let more: Int
    package let time: Timestamp?
    /// `nil` for a line that is context of an event.
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

  package var entries: [Entry] = []
  package var bytes: [UInt8] = []
  /// Whether only the end of the log ended these events.
  package var isUncertain = false

  package init() {}

  /// So much shares a hand-over from one thread to the other.
  package var isFull: Bool { entries.count >= 512 || bytes.count >= 1 << 18 }
}
