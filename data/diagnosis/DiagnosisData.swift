/// The results of training the judge of diagnoses.
public enum DiagnosisData {
  /// The judge's functions and cut-offs as JSON, with the date, the cases and the held-out figures of its training.
  /// `script/train` writes it.
  public static var judge: [UInt8] { PackageResources.judge_json }

  /// How rare words are in documentation and messages at large: lines of a level, a hexadecimal digit from 0
  /// (everywhere) to d, and the index terms of that level. `script/train --background` writes it.
  public static var background: [UInt8] { PackageResources.background_txt }
}
