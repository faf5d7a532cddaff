import Glibc

/// Whether the file system of a path's folder can lock files; `true` if that cannot be tested.
///
/// Tests a file of its own: closing a file that SQLite has open would release SQLite's locks.
func canLock(beside path: String) -> Bool {
  let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  var template = Array(((path.contains("/") ? folder + "/" : "./") + ".casebook-XXXXXX").utf8CString)
  let descriptor = mkstemp(&template)
  if descriptor < 0 { return true }
  unlink(template)
  defer { close(descriptor) }
  var lock = flock()
  lock.l_type = Int16(F_WRLCK)
  lock.l_whence = Int16(SEEK_SET)
  lock.l_len = 1
  return fcntl(descriptor, F_SETLK, &lock) == 0
}
