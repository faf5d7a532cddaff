import CasebookText

/// The meaning of a field in a structured line, judged by the names that loggers use.
enum FieldRole: CaseIterable {
  case time, level, levelNumber, otlpLevel, priority, message, logger, error, kind, stack, telling, detail,
    nested

  /// The role of the field `name` by its common names (ECS, GELF, GCP, bunyan, pino, zap, logrus, Serilog,
  /// journald, python-json-logger, tracing); `nil` for a field that is left out of messages.
  static func named(_ name: Bytes) -> FieldRole? {
    guard name.count <= 20 else { return nil }
    let index = names.value(WordHash.exact(name))
    return index < 0 ? nil : allCases[Int(index)]
  }

  private static let names = HashTable("logs", "field") { kinds in
    Int32(allCases.firstIndex { "\($0)" == kinds[0] } ?? -1)
  }
}
