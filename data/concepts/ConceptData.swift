/// The glossary of operational concepts that ships with the library.
public enum ConceptData {
  /// `concepts.jsonl` as a Zstandard frame, made by `script/embed`: it is read once for a knowledge base.
  ///
  /// One JSON object a line: the words and short phrases that name a concept in a language, sorted by concept and
  /// language. `{"concept":"not-found","lang":"de","words":["nicht gefunden",…]}`
  public static var packed: [UInt8] { PackageResources.concepts_zst }
}
