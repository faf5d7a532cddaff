private import CYAML

/// YAML as flat pairs of path and scalar. This is the only file that knows libyaml.
enum FrontMatterYAML {
  struct ParseFailure: Error {
    /// From 1, in the text that was parsed.
    var line: Int
    var column: Int
    var reason: String
  }

  enum YAMLStep: Equatable {
    case key(String)
    /// The position in a list, from 0.
    case element(Int)
  }

  /// One scalar with its path.
  struct Scalar {
    var path: [YAMLStep]
    var value: String
    /// From 1, in the text that was parsed.
    var line: Int
    /// Whether the text is in a block below its key (`|`, `>`).
    var isBlock: Bool
  }

  private static let maxDepth = 32
  private static let maxScalars = 100_000

  private struct OpenNode {
    var isMapping: Bool
    var key: String?
    var position = 0
  }

  /// Reads the scalars of the first document, in order. libyaml keeps its own stack, so nesting does not use
  /// ours; aliases are not followed.
  static func scalars(_ bytes: UnsafeBufferPointer<UInt8>) throws(ParseFailure) -> [Scalar] {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      throw ParseFailure(line: 1, column: 1, reason: "out of memory")
    }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
    var scalars: [Scalar] = []
    var stack: [OpenNode] = []
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else {
        let mark = parser.problem_mark
        throw ParseFailure(
          line: Int(mark.line) + 1, column: Int(mark.column) + 1,
          reason: parser.problem.map { String(cString: $0) } ?? "it cannot be read")
      }
      defer { yaml_event_delete(&event) }
      let line = Int(event.start_mark.line) + 1
      switch event.type {
      case YAML_STREAM_END_EVENT, YAML_DOCUMENT_END_EVENT: return scalars
      case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT:
        if stack.count >= maxDepth {
          throw ParseFailure(
            line: line, column: Int(event.start_mark.column) + 1,
            reason: "nested deeper than \(maxDepth) levels")
        }
        stack.append(OpenNode(isMapping: event.type == YAML_MAPPING_START_EVENT))
      case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
        stack.removeLast()
        advance(&stack)
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        let value = String(
          decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        if let top = stack.last, top.isMapping, top.key == nil {
          stack[stack.count - 1].key = value
        } else {
          if scalars.count >= maxScalars {
            throw ParseFailure(line: line, column: 1, reason: "more than \(maxScalars) values")
          }
          let path = stack.map { $0.isMapping ? YAMLStep.key($0.key ?? "") : .element($0.position) }
          let isBlock =
            scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE
          scalars.append(Scalar(path: path, value: value, line: line, isBlock: isBlock))
          advance(&stack)
        }
      case YAML_ALIAS_EVENT:
        if let top = stack.last, top.isMapping, top.key == nil {
          stack[stack.count - 1].key = "*"
        } else {
          advance(&stack)
        }
      default: break
      }
    }
  }

  private static func advance(_ stack: inout [OpenNode]) {
    guard !stack.isEmpty else { return }
    stack[stack.count - 1].key = nil
    stack[stack.count - 1].position += 1
  }
}
