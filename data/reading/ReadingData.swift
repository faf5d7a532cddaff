/// The result of training the judge of candidates for known errors.
public enum ReadingData {
  /// The weights as JSON, with the date and the held-out figures of the training. `script/train-reading` writes it.
  public static var judge: [UInt8] { PackageResources.reading_json }
}
