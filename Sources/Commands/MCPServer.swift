import CasebookCommandKit
import CasebookKnowledge

/// A server of the Model Context Protocol: a message in, its answer out.
///
/// Serves the stateless revision, whose requests say everything about themselves, and the earlier ones once a client has sent
/// `initialize`. A client may use both at the same time.
struct MCPServer {
  /// The length of the longest message that is read, in bytes.
  static let longestMessage = 16 << 20
  /// The stateless revision of the protocol.
  static let stateless = "2026-07-28"
  /// The revisions with a handshake, the latest first.
  static let handshakes = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
  /// The revision that has batches of messages.
  private static let batching = "2025-03-26"
  /// The reserved prefix of the protocol's own metadata.
  private static let reserved = "io.modelcontextprotocol/"

  let caller: MCPCaller
  let tools: [MCPTool]
  /// The agreement of a handshake.
  private var session: (revision: String, client: String?)?

  init(caller: MCPCaller, canWrite: Bool) {
    self.caller = caller
    tools = MCPTool.all.filter { canWrite || !$0.writes }
  }

  /// The answer to one line; `nil` if none is due.
  mutating func reply(to line: UnsafeBufferPointer<UInt8>) -> JSON? {
    guard line.count <= Self.longestMessage else {
      return Self.failure(.null, .invalid("the message is longer than \(Self.longestMessage >> 20) MiB"))
    }
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
    let message: JSON
    do throws(JSONError) {
      message = try JSON(parsing: line, maxDepth: 64)
    } catch {
      return Self.failure(.null, MCPError(-32700, error.description))
    }
    guard let batch = message.array else { return answer(message) }
    guard session?.revision == Self.batching, (1...100).contains(batch.count) else {
      return Self.failure(
        .null, .invalid("a batch needs 1 to 100 messages, and a handshake of revision \(Self.batching)"))
    }
    var replies: [JSON] = []
    for message in batch {
      if let reply = answer(message) { replies.append(reply) }
    }
    return replies.isEmpty ? nil : .array(replies)
  }

  private mutating func answer(_ message: JSON) -> JSON? {
    let id = message["id"]
    guard message["jsonrpc"] == "2.0", let method = message["method"]?.string else {
      // An answer to a request that was never sent.
      if message["method"] == nil, message["result"] != nil || message["error"] != nil { return nil }
      return Self.failure(Self.isValid(id) ? id ?? .null : .null, .invalid("not a request of JSON-RPC 2.0"))
    }
    // A notification. Requests are answered one after the other, so there is nothing to cancel.
    guard let id else { return nil }
    guard Self.isValid(id) else {
      return Self.failure(.null, .invalid("the id is neither an integer nor a string of 1 to 200 bytes"))
    }
    do throws(MCPError) {
      let params = message["params"] ?? [:]
      guard params.members != nil else { throw .params("params is not an object") }
      if method == "initialize", params["_meta"]?[Self.reserved + "protocolVersion"] == nil {
        return Self.success(id, try agree(params))
      }
      if method == "ping", session != nil { return Self.success(id, [:]) }
      let request = try request(method, params)
      if method == "subscriptions/listen", request.isStateless { return Self.acknowledgement(id) }
      return Self.success(id, try result(request))
    } catch {
      return Self.failure(id, error)
    }
  }

  private static func isValid(_ id: JSON?) -> Bool {
    switch id {
    case .int: true
    case .string(let text): (1...200).contains(text.utf8.count)
    default: false
    }
  }

  /// Agrees on a revision and keeps the name of the client.
  private mutating func agree(_ params: JSON) throws(MCPError) -> JSON {
    guard let wanted = params["protocolVersion"]?.string else { throw .params("protocolVersion is missing") }
    let revision = Self.handshakes.contains(wanted) ? wanted : Self.handshakes[0]
    session = (revision, params["clientInfo"]?["name"]?.string)
    return [
      "protocolVersion": .string(revision), "capabilities": Self.capabilities, "serverInfo": Self.identity,
      "instructions": .string(MCPTool.instructions),
    ]
  }

  private func request(_ method: String, _ params: JSON) throws(MCPError) -> MCPRequest {
    let meta = params["_meta"] ?? [:]
    guard let stated = meta[Self.reserved + "protocolVersion"] else {
      guard let session else {
        throw .params("_meta lacks \(Self.reserved)protocolVersion, and there was no initialize")
      }
      return MCPRequest(method: method, params: params, revision: session.revision, client: session.client)
    }
    guard stated.string == Self.stateless else {
      let requested = (stated.string ?? "").truncated(to: 40)
      throw MCPError(
        -32022, "Unsupported protocol version",
        data: ["supported": Self.versions, "requested": .string(requested)])
    }
    guard meta[Self.reserved + "clientCapabilities"]?.members != nil else {
      throw .params("_meta lacks \(Self.reserved)clientCapabilities")
    }
    return MCPRequest(
      method: method, params: params, revision: Self.stateless,
      client: meta[Self.reserved + "clientInfo"]?["name"]?.string)
  }

  private func result(_ request: MCPRequest) throws(MCPError) -> JSON {
    let hour = 3_600_000
    switch request.method {
    case "server/discover" where request.isStateless:
      let found: JSON = [
        "supportedVersions": Self.versions, "capabilities": Self.capabilities,
        "instructions": .string(MCPTool.instructions),
      ]
      return complete(found, request, freshFor: hour, isPublic: true)
    case "tools/list":
      try request.refuseCursor()
      return complete(
        ["tools": .array(tools.map { $0.description(for: request.revision) })], request, freshFor: hour,
        isPublic: true)
    case "tools/call": return complete(try call(request), request)
    case "prompts/list":
      try request.refuseCursor()
      return complete(["prompts": [MCPTriage.description]], request, freshFor: hour, isPublic: true)
    case "prompts/get": return complete(try MCPTriage.messages(request.params), request)
    case "resources/list": return complete(try resources(request), request, freshFor: 60_000)
    case "resources/templates/list":
      try request.refuseCursor()
      return complete(
        ["resourceTemplates": [Self.resourceTemplate]], request, freshFor: hour, isPublic: true)
    case "resources/read": return complete(try read(request), request, freshFor: 60_000)
    default: throw MCPError(-32601, "Method not found: \(singleLine(request.method).truncated(to: 80))")
    }
  }

  /// A result with what its revision wants beside it. `milliseconds` is how long a client may keep it.
  private func complete(
    _ result: JSON, _ request: MCPRequest, freshFor milliseconds: Int? = nil, isPublic: Bool = false
  ) -> JSON {
    guard request.isStateless else { return result }
    var members = [JSON.Member("resultType", "complete")] + (result.members ?? [])
    if let milliseconds {
      members.append(.init("ttlMs", .int(milliseconds)))
      members.append(.init("cacheScope", isPublic ? "public" : "private"))
    }
    return .object(members + [.init("_meta", [Self.reserved + "serverInfo": Self.identity])])
  }

  private static let versions = JSON.array(([stateless] + handshakes).map(JSON.string))

  private static let capabilities: JSON = ["tools": [:], "resources": [:], "prompts": [:]]

  private static let identity: JSON = [
    "name": "casebook", "title": "Casebook", "version": .string(casebookVersion),
  ]

  private static func success(_ id: JSON, _ result: JSON) -> JSON {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }

  private static func failure(_ id: JSON, _ error: MCPError) -> JSON {
    ["jsonrpc": "2.0", "id": id, "error": error.json]
  }

  /// Opens a stream of notifications that stays silent: nothing in here changes by itself.
  private static func acknowledgement(_ id: JSON) -> JSON {
    [
      "jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
      "params": ["_meta": [reserved + "subscriptionId": id], "notifications": [:]],
    ]
  }
}

/// A request, and who sent it by which rules.
struct MCPRequest {
  let method: String
  let params: JSON
  /// The revision of the protocol.
  let revision: String
  /// The name of the program that asks.
  let client: String?

  var isStateless: Bool { revision == MCPServer.stateless }

  /// For lists that fit on one page.
  func refuseCursor() throws(MCPError) {
    if let cursor = params["cursor"], cursor != .null { throw .params("unknown cursor: there is one page") }
  }
}

/// An error of JSON-RPC.
struct MCPError: Error {
  let code: Int
  let message: String
  let data: JSON?

  init(_ code: Int, _ message: String, data: JSON? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  static func invalid(_ message: String) -> MCPError { MCPError(-32600, message) }
  static func params(_ message: String, data: JSON? = nil) -> MCPError {
    MCPError(-32602, message, data: data)
  }

  var json: JSON {
    .object(
      [.init("code", .int(code)), .init("message", .string(message))]
        + (data.map { [.init("data", $0)] } ?? [])
    )
  }
}
