import CZlib
import ScratchKit

extension Scratch {
  /// Writes a gzipped file; returns its path.
  @discardableResult
  func gzip(_ text: some Sequence<UInt8>, to name: String) -> String {
    write([], to: name)
    guard let file = gzopen(self[name], "wb") else { return self[name] }
    let bytes = Array(text)
    gzwrite(file, bytes, UInt32(bytes.count))
    gzclose(file)
    return self[name]
  }
}
