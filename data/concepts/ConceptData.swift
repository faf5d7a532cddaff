/// The glossary of operational concepts that ships with the library.
public enum ConceptData {
  /// One JSON object a line: the id of a concept and, by language, the words and short phrases that name it.
  ///
  /// `{"concept":"not-found","en":["not found","missing"],"de":["nicht gefunden"],…}`, sorted by id.
  public static var concepts: [UInt8] { PackageResources.concepts_jsonl }
}
