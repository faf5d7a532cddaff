import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `--unpack-limit SIZE`
enum UnpackLimit {
  static let option = Option(
    "unpack-limit", .size,
    help:
      "how much to unpack from one file, such as 20G; else 1G, or 100 times its size if that is more"
  )
}

extension Surroundings {
  /// These surroundings with the invocation's limit; `progress` shows how much was unpacked.
  func unpacking(_ invocation: Invocation, _ progress: ProgressLine? = nil) -> Surroundings {
    var surroundings = self
    surroundings.inputs.unpacking = UnpackOptions(limit: invocation[UnpackLimit.option]) { path, bytes in
      progress?.update("\(shownName(ofInput: path)): \(bytes >> 20) MiB unpacked")
    }
    return surroundings
  }
}

extension ArgumentKind where Value == Int {
  /// A number of bytes; `K`, `M`, `G` and `T` are powers of 1024.
  static let size = Self("SIZE", expected: "a size such as 500M or 20G") { word in
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let unit = word.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? word[...] : word.dropLast()), number > 0 else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (unit ?? 0))
    return isTooLarge ? nil : bytes
  }
}
