import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Resolutions as resources: `casebook://resolution/` and the id of a known error, percent-encoded.
extension MCPServer {
  private static let scheme = "casebook://resolution/"
  private static let markdown = JSON.string("text/markdown")
  private static let pageSize = 100

  static let resourceTemplate: JSON = [
    "uriTemplate": .string(scheme + "{id}"), "name": "resolution",
    "description": "how to deal with a known error; id is that of diagnose, search or show",
    "mimeType": markdown,
  ]

  /// A page of the known errors; the cursor is the last id of the page before.
  func resources(_ request: MCPRequest) throws(MCPError) -> JSON {
    let cursor = request.params["cursor"] ?? .null
    guard cursor == .null || cursor.string != nil else { throw .params("the cursor is not a text") }
    do {
      let base = try caller.open()
      let ids = try base.knownErrors().map(\.description).sorted()
      let rest = cursor.string.map { last in ids.filter { $0 > last } } ?? ids
      let page = try rest.prefix(Self.pageSize).map { id -> JSON in
        let title = try KnownErrorID(id).flatMap { try base.resolution(of: $0)?.resolution.title }
        return [
          "uri": .string(Self.scheme + id.percentEncoded), "name": .string(id),
          "title": .string(title ?? id), "mimeType": Self.markdown,
        ]
      }
      let next = rest.count > page.count ? rest.prefix(page.count).last : nil
      return .object(
        [.init("resources", .array(page))] + (next.map { [.init("nextCursor", .string($0))] } ?? []))
    } catch {
      throw MCPError(-32603, caller.surroundings.failure(of: error).message)
    }
  }

  /// The resolution that a URI names.
  func read(_ request: MCPRequest) throws(MCPError) -> JSON {
    guard let uri = request.params["uri"]?.string else { throw .params("uri is missing") }
    guard uri.utf8.count <= 4_000, uri.hasPrefix(Self.scheme),
      let id = String(uri.dropFirst(Self.scheme.count)).percentDecoded, !id.isEmpty,
      let shown = try? JSON(parsing: caller.run(ShowVerb.command.name, ["--", id], client: nil).output),
      let text = shown.bounded().resolutionMarkdown
    else {
      throw MCPError(
        request.isStateless ? -32602 : -32002, "Resource not found",
        data: ["uri": .string(singleLine(uri).truncated(to: 200))])
    }
    return ["contents": [["uri": .string(uri), "mimeType": Self.markdown, "text": .string(text)]]]
  }
}

extension JSON {
  /// The Markdown of what `show --json` prints, with its title above and its source below.
  fileprivate var resolutionMarkdown: String? {
    guard let title = self["title"]?.string, let text = self["markdown"]?.string,
      let id = self["known_error"]?.string, let source = self["source"]?.string, let line = self["line"]?.int
    else { return nil }
    let date = self["updated"]?.string.map { ", \($0)" } ?? ""
    return "# \(title)\n\n\(text)\n\n---\n\n`\(id)`\(date), from `\(source):\(line)`\n"
  }
}

extension String {
  /// With every byte as `%XX` that is not unreserved (RFC 3986).
  fileprivate var percentEncoded: String {
    utf8.reduce(into: "") { text, byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || (48...57).contains(byte) || "-._~".utf8.contains(byte)
      {
        text.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
  }

  /// With each `%XX` as its byte; `nil` if it is malformed.
  fileprivate var percentDecoded: String? {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16)
      else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
