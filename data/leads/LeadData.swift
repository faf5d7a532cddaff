/// The result of training the judge of a report's messages.
public enum LeadData {
  /// The weights as JSON, with the date and the held-out figures of the training. `script/train-leads` writes it.
  public static var judge: [UInt8] { PackageResources.leads_json }
}
