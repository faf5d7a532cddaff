import Glibc

/// The names in a folder; `nil` if it cannot be read.
public func names(in folder: String, withHidden: Bool = false) -> [String]? {
  guard let directory = opendir(folder) else { return nil }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name == "." || name == ".." || name.hasPrefix(".") && !withHidden { continue }
    names.append(name)
  }
  return names
}
