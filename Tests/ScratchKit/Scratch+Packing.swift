import Glibc

/// How a test packs something, by the names of libarchive's functions.
public enum TestPacking: String, Sendable, CaseIterable {
  case gzip, zstd, xz, bzip2
  case tar, zip
  case tarGzip, tarZstd, tarXz, tarBzip2

  private var filter: String {
    switch self {
    case .gzip, .tarGzip: "gzip"
    case .zstd, .tarZstd: "zstd"
    case .xz, .tarXz: "xz"
    case .bzip2, .tarBzip2: "bzip2"
    case .tar, .zip: "none"
    }
  }

  private var format: String { isArchive ? self == .zip ? "zip" : "pax_restricted" : "raw" }

  /// Whether it has members with names.
  public var isArchive: Bool { !["gzip", "zstd", "xz", "bzip2"].contains(rawValue) }

  fileprivate var setups: [String] { ["set_format_\(format)", "add_filter_\(filter)"] }
}

extension Scratch {
  /// Packs members into a file, in order; returns its path. A format without names gets the bytes of all of
  /// them.
  ///
  /// libarchive is loaded as in the program. If it is missing, the test fails.
  @discardableResult
  public func pack(
    _ members: [(name: String, bytes: [UInt8])], _ packing: TestPacking, to name: String
  ) -> String {
    let path = write("", to: name)
    guard let library = dlopen("libarchive.so.13", RTLD_LAZY | RTLD_LOCAL) else {
      fatalError("the tests need libarchive13; script/bootstrap installs it")
    }
    func function<Function>(_ name: String, _ type: Function.Type) -> Function {
      guard let found = dlsym(library, "archive_" + name) else { fatalError("no archive_\(name)") }
      return unsafeBitCast(found, to: type)
    }
    typealias New = @convention(c) () -> OpaquePointer?
    typealias Do = @convention(c) (OpaquePointer?) -> Int32
    typealias Text = @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Int32
    typealias Write = @convention(c) (OpaquePointer?, UnsafeRawPointer?, Int) -> Int
    let archive = function("write_new", New.self)()
    for setup in packing.setups { _ = function("write_" + setup, Do.self)(archive) }
    _ = function("write_open_filename", Text.self)(archive, path)
    let joined = packing.isArchive ? members : [("data", members.flatMap(\.bytes))]
    for member in joined {
      let entry = function("entry_new", New.self)()
      _ = function(
        "entry_set_pathname", (@convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Void).self)(
          entry, member.name)
      let isFolder = member.name.hasSuffix("/")
      function("entry_set_filetype", (@convention(c) (OpaquePointer?, UInt32) -> Void).self)(
        entry, isFolder ? S_IFDIR : S_IFREG)
      function("entry_set_size", (@convention(c) (OpaquePointer?, Int64) -> Void).self)(
        entry, Int64(member.bytes.count))
      _ = function("write_header", (@convention(c) (OpaquePointer?, OpaquePointer?) -> Int32).self)(
        archive, entry)
      _ = member.bytes.withUnsafeBytes {
        function("write_data", Write.self)(archive, $0.baseAddress, $0.count)
      }
      function("entry_free", (@convention(c) (OpaquePointer?) -> Void).self)(entry)
    }
    _ = function("write_free", Do.self)(archive)
    return path
  }
}
