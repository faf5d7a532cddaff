/// The words of operation in many languages.
public enum ConceptData {
  /// One concept a line, as JSON.
  public static var concepts: [UInt8] { PackageResources.concepts_jsonl }
}
