import Glibc

/// The functions of libpq, which is loaded when a server is first needed.
///
/// It brings TLS and Kerberos with it, which take longer to load than this program takes to start. So nothing is linked
/// and no header is read: the types below are those of `libpq-fe.h` 5, which are stable.
struct Libpq: @unchecked Sendable {
  typealias Handle = OpaquePointer
  typealias Words = UnsafePointer<CChar>
  typealias WordList = UnsafePointer<Words?>
  typealias Ask = @convention(c) (Handle?) -> Int32
  typealias Tell = @convention(c) (Handle?) -> Words?
  typealias Cell = @convention(c) (Handle?, Int32, Int32) -> Int32

  /// `PQconninfoOption`: one part of a connection string.
  struct Setting {
    let keyword: Words?
    let variable: Words?
    let compiled: Words?
    let value: Words?
    let label: Words?
    /// `*` for a password.
    let display: Words?
    let size: Int32
  }

  /// An array of `Setting`, which ends with one without a keyword.
  typealias Settings = UnsafeMutableRawPointer

  let start: @convention(c) (WordList?, WordList?, Int32) -> Handle?
  let pollConnection: Ask
  let finish: @convention(c) (Handle?) -> Void
  let socket: Ask
  let status: Ask
  let errorMessage: Tell
  let setNonBlocking: @convention(c) (Handle?, Int32) -> Int32
  let setNoticeProcessor:
    @convention(c) (
      Handle?, (@convention(c) (UnsafeMutableRawPointer?, Words?) -> Void)?, UnsafeMutableRawPointer?
    ) -> UnsafeRawPointer?
  let flush: Ask
  let consumeInput: Ask
  let isBusy: Ask
  let sendScript: @convention(c) (Handle?, Words?) -> Int32
  let sendQuery:
    @convention(c) (
      Handle?, Words?, Int32, UnsafePointer<UInt32>?, WordList?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
      Int32
    ) -> Int32
  let setSingleRows: Ask
  let nextResult: @convention(c) (Handle?) -> Handle?
  let clear: @convention(c) (Handle?) -> Void
  let resultStatus: Ask
  let resultField: @convention(c) (Handle?, Int32) -> Words?
  let rowCount: Ask
  let columnCount: Ask
  let value: @convention(c) (Handle?, Int32, Int32) -> Words?
  let length: Cell
  let isNull: Cell
  let parse: @convention(c) (Words?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Settings?
  let settings: @convention(c) (Handle?) -> Settings?
  let freeSettings: @convention(c) (Settings?) -> Void
  let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void

  /// The library under the name used by Debian and others; `nil` if it is not installed.
  static let installed = Libpq("libpq.so.5")

  private struct MissingFunction: Error {}

  /// Loads a library; `nil` if it does not exist or lacks these functions.
  init?(_ library: String) {
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else { return nil }
    func function<Function>(_ name: String) throws(MissingFunction) -> Function {
      guard let address = dlsym(handle, "PQ" + name) else { throw MissingFunction() }
      return unsafeBitCast(address, to: Function.self)
    }
    do {
      start = try function("connectStartParams")
      pollConnection = try function("connectPoll")
      finish = try function("finish")
      socket = try function("socket")
      status = try function("status")
      errorMessage = try function("errorMessage")
      setNonBlocking = try function("setnonblocking")
      setNoticeProcessor = try function("setNoticeProcessor")
      flush = try function("flush")
      consumeInput = try function("consumeInput")
      isBusy = try function("isBusy")
      sendScript = try function("sendQuery")
      sendQuery = try function("sendQueryParams")
      setSingleRows = try function("setSingleRowMode")
      nextResult = try function("getResult")
      clear = try function("clear")
      resultStatus = try function("resultStatus")
      resultField = try function("resultErrorField")
      rowCount = try function("ntuples")
      columnCount = try function("nfields")
      value = try function("getvalue")
      length = try function("getlength")
      isNull = try function("getisnull")
      parse = try function("conninfoParse")
      settings = try function("conninfo")
      freeSettings = try function("conninfoFree")
      freeMemory = try function("freemem")
    } catch {
      return nil
    }
  }

  /// The library, or why not.
  static func load() throws(PostgresError) -> Libpq {
    guard let libpq = installed else {
      throw PostgresError(.missingLibrary, "libpq.so.5 is not installed")
    }
    return libpq
  }

  /// The parts of a connection string that have a value; frees them.
  func named(_ settings: Settings?) -> [(name: String, value: String, isSecret: Bool)] {
    defer { freeSettings(settings) }
    var named: [(String, String, Bool)] = []
    var next = settings?.assumingMemoryBound(to: Setting.self)
    while let setting = next, let keyword = setting.pointee.keyword {
      if let value = setting.pointee.value {
        let isSecret = setting.pointee.display.map { $0.pointee == CChar(UInt8(ascii: "*")) } ?? false
        named.append((String(cString: keyword), String(cString: value), isSecret))
      }
      next = setting + 1
    }
    return named
  }
}
