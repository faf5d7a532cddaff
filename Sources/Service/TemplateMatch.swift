/// How much of an article's message occurs in a report, word by word and in order.
struct TemplateMatch {
  /// The share of the article's message that occurs, from 0 to 1, by the weight of its words.
  let share: Double
  /// The weight of the distinctive words that occur.
  let weight: Double

  /// A word of an article's message.
  struct TemplateWord {
    let text: String
    /// Its weight in the share.
    let weight: Double
    /// Whether it distinguishes errors. The number of a status does not, nor do words that all errors share.
    let isTelling: Bool
  }

  /// Compares templates word by word. A mask in the article matches the same mask in the report and has no
  /// weight.
  ///
  /// Uses the longest common subsequence within a window of the report that is slightly longer than the
  /// message: words scattered over a long report are not a message.
  init(_ message: [TemplateWord], in report: [String]) {
    let weights = message.map(\.weight)
    let whole = weights.reduce(0, +)
    guard whole > 0, !report.isEmpty else {
      (share, weight) = (0, 0)
      return
    }
    let span = message.count + message.count / 2 + 2
    var best = (weight: 0.0, window: report[..<0])
    // Windows overlap by half, so one of them contains each stretch of the message's length.
    for start in stride(from: 0, to: max(1, report.count - span / 2), by: max(1, span / 2)) {
      let window = report[start..<min(report.count, start + span + span / 2)]
      let common = Self.common(message, weights, window)
      if common > best.weight { best = (common, window) }
      if best.weight >= whole * 0.999 { break }
    }
    share = best.weight / whole
    weight = Self.common(message, message.map { $0.isTelling ? $0.weight : 0 }, best.window)
  }

  private static func common(_ message: [TemplateWord], _ weights: [Double], _ window: ArraySlice<String>)
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
