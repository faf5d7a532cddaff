import Glibc

/// A folder for one test, removed together with the value.
public final class Scratch: Sendable {
  /// The canonical path, without a trailing slash.
  public let path: String
  private let isKept: Bool

  /// Creates a folder that the caller removes.
  public init(at path: String) {
    self.path = path
    isKept = true
    mkdir(path, 0o755)
  }

  /// Creates the folder.
  public init() {
    var template = Array("/tmp/casebook-test.XXXXXX".utf8CString)
    isKept = false
    let made = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/casebook-test"
    let resolved = realpath(made, nil)
    path = resolved.map { String(cString: $0) } ?? made
    free(resolved)
  }

  deinit { if !isKept { remove("") } }

  /// The path of a file below the folder.
  public subscript(_ name: String) -> String { name.isEmpty ? path : "\(path)/\(name)" }

  /// Writes a file, creating the folders above it; returns its path.
  @discardableResult
  public func write(_ bytes: some Sequence<UInt8>, to name: String) -> String {
    makeFolder(name.split(separator: "/").dropLast().joined(separator: "/"))
    let file = fopen(self[name], "wb")
    defer { if let file { fclose(file) } }
    let content = Array(bytes)
    if let file { fwrite(content, 1, content.count, file) }
    return self[name]
  }

  /// Writes a text, creating the folders above it; returns its path.
  @discardableResult
  public func write(_ text: String, to name: String) -> String { write(text.utf8, to: name) }

  /// Creates a folder and those above it; returns its path.
  @discardableResult
  public func makeFolder(_ name: String) -> String {
    var made = path
    for component in name.split(separator: "/") {
      made += "/\(component)"
      mkdir(made, 0o755)
    }
    return made
  }

  /// Copies a file.
  public func copy(_ name: String, to other: String) { write(contents(self[name]) ?? [], to: other) }

  /// Removes a file, or a folder with its content.
  public func remove(_ name: String) { removeTree(self[name]) }

  private func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    if let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { removeTree("\(path)/\(name)") }
      }
      closedir(stream)
    }
    rmdir(path)
  }
}

/// The bytes of a file; `nil` if it cannot be read.
public func contents(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
  return bytes
}

/// The root of the package, or a path below it.
public func package(_ path: String, file: StaticString = #filePath) -> String {
  "/" + "\(file)".split(separator: "/").dropLast(3).joined(separator: "/") + "/" + path
}

/// Runs `body` with the file permissions of a user who owns nothing here, if the process is root; otherwise
/// just runs it. Only this thread changes its identity, so `body` must stay on it.
public func unprivileged<Result>(_ body: () throws -> Result) rethrows -> Result {
  guard geteuid() == 0 else { return try body() }
  // The function is missing from the C module's headers for Swift, so it is looked up by name.
  typealias SetUser = @convention(c) (uid_t) -> Int32
  let found = dlsym(nil, "setfsuid").map { unsafeBitCast($0, to: SetUser.self) }
  _ = found?(65534)
  defer { _ = found?(0) }
  return try body()
}

/// The line by line difference of two texts, for the message of a failure; `nil` if they are equal.
public func difference(_ actual: String, _ expected: String) -> String? {
  actual == expected ? nil : "printed:\n\(actual)\nexpected:\n\(expected)"
}

/// A text as PowerShell's `>` writes it: UTF-16 with a byte-order mark, the low or the high byte first.
public func utf16(_ text: String, isBigEndian: Bool = false) -> [UInt8] {
  "\u{FEFF}\(text)".utf16.flatMap { unit in
    let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    return isBigEndian ? pair.reversed() : pair
  }
}
