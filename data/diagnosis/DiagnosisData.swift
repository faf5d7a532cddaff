/// The results of training the judges of diagnoses.
public enum DiagnosisData {
  /// The functions and cut-offs of the judge of other people's articles as JSON, with the date and the held-out figures
  /// of its training. `script/train` writes it.
  public static var judge: [UInt8] { PackageResources.judge_json }

  /// The same of the judge of the bundled articles.
  public static var bundledJudge: [UInt8] { PackageResources.judge_bundled_json }

  /// How rare words are in documentation and messages at large: lines of a level, a hexadecimal digit from 0
  /// (everywhere) to d, and the index terms of that level. `script/train --background` writes it, `script/embed` packs it as a
  /// Zstandard frame.
  public static var packedBackground: [UInt8] { PackageResources.background_zst }
}
