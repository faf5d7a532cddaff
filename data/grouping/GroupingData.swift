/// The results of training the judge of groups.
public enum GroupingData {
  /// The weights as JSON, with the date and the held-out figures of the training. `script/train-grouping` writes it.
  public static var judge: [UInt8] { PackageResources.grouping_json }

  /// `contexts.txt` as a Zstandard frame, made by `script/embed`.
  ///
  /// How often a variable is next to a word in format strings, and how common words are in them: lines of a table
  /// (`before`, `after`, `within`, `word`), a level, and the words of that level. `script/train-grouping --contexts`
  /// writes it.
  public static var packedContexts: [UInt8] { PackageResources.contexts_zst }
}
