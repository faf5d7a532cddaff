import Glibc

/// The functions of libarchive, which is loaded on the first archive.
///
/// Its dependencies take longer to load than this program takes to start, and most logs do not need it. So
/// nothing is linked and no header is read: the types below are those of `archive.h` 3, which are stable.
struct Libarchive: @unchecked Sendable {
  typealias Handle = OpaquePointer
  typealias Read =
    @convention(c) (
      Handle?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeRawPointer?>?
    ) -> Int
  typealias Seek = @convention(c) (Handle?, UnsafeMutableRawPointer?, Int64, Int32) -> Int64
  typealias Block =
    @convention(c) (
      Handle?, UnsafeMutablePointer<UnsafeRawPointer?>?, UnsafeMutablePointer<Int>?,
      UnsafeMutablePointer<Int64>?
    ) -> Int32
  typealias Setup = @convention(c) (Handle?) -> Int32

  /// The return value for success.
  static let ok: Int32 = 0
  static let end: Int32 = 1
  static let warn: Int32 = -20
  static let fatal: Int32 = -30

  let new: @convention(c) () -> Handle?
  let free: Setup
  let setUp: [Packing: Setup]
  let raw: Setup
  let setData: @convention(c) (Handle?, UnsafeMutableRawPointer?) -> Int32
  let setRead: @convention(c) (Handle?, Read?) -> Int32
  let setSeek: @convention(c) (Handle?, Seek?) -> Int32
  let open: Setup
  let nextHeader: @convention(c) (Handle?, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
  let readBlock: Block
  let message: @convention(c) (Handle?) -> UnsafePointer<CChar>?
  let name: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
  let utf8Name: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
  let fileType: @convention(c) (OpaquePointer?) -> UInt32

  /// The library under the name used by Debian and others; `nil` if it is not installed.
  static let installed = Libarchive("libarchive.so.13")

  /// Loads a library; `nil` if it does not exist or lacks these functions.
  init?(_ library: String) {
    guard let handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL) else { return nil }
    func function<Function>(_ name: String, _ type: Function.Type) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
    func setup(_ name: String) -> Setup? { function("archive_read_" + name, Setup.self) }
    guard let new = function("archive_read_new", (@convention(c) () -> Handle?).self),
      let free = setup("free"), let raw = setup("support_format_raw"), let open = setup("open1"),
      let zstd = setup("support_filter_zstd"), let xz = setup("support_filter_xz"),
      let bzip2 = setup("support_filter_bzip2"), let tar = setup("support_format_tar"),
      let zip = setup("support_format_zip"),
      let setData = function(
        "archive_read_set_callback_data",
        (@convention(c) (Handle?, UnsafeMutableRawPointer?) -> Int32).self),
      let setRead = function(
        "archive_read_set_read_callback", (@convention(c) (Handle?, Read?) -> Int32).self),
      let setSeek = function(
        "archive_read_set_seek_callback", (@convention(c) (Handle?, Seek?) -> Int32).self),
      let nextHeader = function(
        "archive_read_next_header",
        (@convention(c) (Handle?, UnsafeMutablePointer<OpaquePointer?>?) -> Int32).self),
      let readBlock = function("archive_read_data_block", Block.self),
      let message = function(
        "archive_error_string", (@convention(c) (Handle?) -> UnsafePointer<CChar>?).self),
      let name = function(
        "archive_entry_pathname", (@convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?).self),
      let utf8Name = function(
        "archive_entry_pathname_utf8", (@convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?).self),
      let fileType = function("archive_entry_filetype", (@convention(c) (OpaquePointer?) -> UInt32).self)
    else { return nil }
    self.new = new
    self.free = free
    setUp = [.zstd: zstd, .xz: xz, .bzip2: bzip2, .tar: tar, .zip: zip]
    self.raw = raw
    self.setData = setData
    self.setRead = setRead
    self.setSeek = setSeek
    self.open = open
    self.nextHeader = nextHeader
    self.readBlock = readBlock
    self.message = message
    self.name = name
    self.utf8Name = utf8Name
    self.fileType = fileType
  }
}
