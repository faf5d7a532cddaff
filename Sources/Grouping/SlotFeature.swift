/// A number about a value in a place where templates differ. The judge weighs them.
///
/// The first describe the place, the last the value. `data/grouping/grouping.json` names them.
enum SlotFeature: Int, CaseIterable {
  // The place.

  /// The odds of a variable after the token before, and before the token after, in format strings.
  case before, after
  /// The same after the mark that the values follow inside a token.
  case within
  /// 1 if the place is the first of its template, 1 if it is the last.
  case first, last
  /// 1 if another template has a masked value there.
  case masked
  /// The binary logarithm of one more than how many different values there are.
  case values
  /// The share of values that hold letters and a variable: `node<*>`.
  case mixed
  /// How common the words among the values are, on average.
  case commonness
  /// The share of words that look like states: `FAILED`, `started`, `waiting`.
  case states
  /// The share of words that look like names: `camelCase`, `a.b`, `a/b`.
  case names
  /// The binary logarithm of one more than how many other tokens hold a word that tells something, up to eight.
  case constants
  /// The same of how many other tokens hold a variable.
  case variables
  /// The share of words that are certainly values elsewhere after the same word.
  case known
  /// 1 if the values are `true` and `false`.
  case truth
  /// 1 after a quotation mark or a bracket.
  case quoted
  /// 1 after `=` or `:` in the token.
  case keyed
  /// 1 if the keys before `=` differ too.
  case keys
  /// 1 if the values have different numbers of words.
  case span

  // The value.

  /// 1 for nothing, 1 for a word, 1 for marks alone.
  case empty, word, other
  /// How common the word is.
  case ownCommonness
  /// 1 for a word with a capital letter first.
  case capital
}
