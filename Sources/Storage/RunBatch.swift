import CasebookKnowledge
import CasebookLogText

/// Some events of a log, and lines around them, worked out as far as that needs no database.
struct RunBatch: Sendable {
  /// One event or line; its texts stand in `bytes`.
  struct Entry: Sendable {
    /// The hash by which its wording is found.
    let hash: UInt64
    /// The wording's text, the values, and the terms of the words in which something varies.
    let text, values, terms: Range<Int>
    /// How many values there are.
    let variables: Int
    let line: Int
    /// How many lines follow the first.
    let more: Int
    let time: Timestamp?
    /// `nil` for a line that is context of an event.
    let level: Level?
    let logger: String?
  }

  var entries: [Entry] = []
  var bytes: [UInt8] = []
  /// Whether only the end of the log ended these events.
  var isUncertain = false

  /// So much shares a hand-over from one thread to the other.
  var isFull: Bool { entries.count >= 512 || bytes.count >= 1 << 18 }
}
