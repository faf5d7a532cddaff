/// How much of an article's message stands in a report, word by word and in order.
struct TemplateMatch {
  /// The share of the article's message that stands there, by weight of its words, from 0 to 1.
  let share: Double
  /// The weight of the telling words that stand there.
  let weight: Double

  /// A word of an article's message.
  struct Word {
    let text: Substring
    /// How much it counts for the share.
    let weight: Double
    /// Whether it tells one error from another: the number of a status does not, nor do the words of all errors.
    let isTelling: Bool
  }

  /// Compares templates word by word. A mask of the article's matches the same mask of the report's and weighs nothing.
  ///
  /// The longest common subsequence within a window of the report that is little longer than the message: words that
  /// are scattered over a long report are no message.
  init(_ message: [Word], in report: [Substring]) {
    let weights = message.map(\.weight)
    let whole = weights.reduce(0, +)
    guard whole > 0, !report.isEmpty else {
      (share, weight) = (0, 0)
      return
    }
    let span = message.count + message.count / 2 + 2
    var best = (weight: 0.0, window: report[..<0])
    // Windows overlap by half, so that every stretch of the message's length lies in one of them.
    for start in stride(from: 0, to: max(1, report.count - span / 2), by: max(1, span / 2)) {
      let window = report[start..<min(report.count, start + span + span / 2)]
      let common = Self.common(message, weights, window)
      if common > best.weight { best = (common, window) }
      if best.weight >= whole * 0.999 { break }
    }
    share = best.weight / whole
    weight = Self.common(message, message.map { $0.isTelling ? $0.weight : 0 }, best.window)
  }

  private static func common(_ message: [Word], _ weights: [Double], _ window: ArraySlice<Substring>)
    -> Double
  {
    var row = [Double](repeating: 0, count: message.count + 1)
    for word in window {
      var diagonal = 0.0
      for index in message.indices {
        let above = row[index + 1]
        row[index + 1] = message[index].text == word ? diagonal + weights[index] : max(above, row[index])
        diagonal = above
      }
    }
    return row[message.count]
  }
}
