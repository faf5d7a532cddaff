import CasebookText
import Glibc

/// The origin of counts that no file remembers: the same as long as the machine keeps its id and its name, which containers
/// and copies of a disk share only in part.
var machineOrigin: String {
  var id = [UInt8](repeating: 0, count: 64)
  if let file = fopen("/etc/machine-id", "r") {
    id.removeLast(64 - fread(&id, 1, 64, file))
    fclose(file)
  } else {
    id = []
  }
  var name = [CChar](repeating: 0, count: 256)
  gethostname(&name, name.count - 1)
  return hexadecimal(stableHash(id + [0x0A] + name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))))
}
