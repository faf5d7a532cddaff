import CasebookText

/// The meaning of a field in a structured line, judged by the names that loggers use.
enum FieldRole {
  case time, level, levelNumber, priority, message, logger, error, stack, telling, nested

  /// The role of the field `name` by its common names (ECS, GELF, GCP, bunyan, pino, zap, logrus, Serilog,
  /// journald, python-json-logger, tracing); `nil` for a field that is left out of messages.
  static func named(_ name: Bytes) -> FieldRole? {
    guard let first = name.first, name.count <= 20 else { return nil }
    switch first {
    case ascii("@"):
      if name.equals("@timestamp") || name.equals("@t") { return .time }
      if name.equals("@l") { return .level }
      if name.equals("@m") || name.equals("@mt") || name.equals("@message") { return .message }
      if name.equals("@x") { return .stack }
    case ascii("t"), ascii("T"):
      if name.equals("time") || name.equals("ts") || name.equals("timestamp") || name.equals("t")
        || name.equals("Timestamp") || name.equals("Time") || name.equals("timeStamp")
        || name.equals("timeMillis")
      {
        return .time
      }
      if name.equals("target") { return .logger }
      if name.equals("traceback") { return .stack }
    case ascii("l"), ascii("L"):
      if name.equals("level") || name.equals("levelname") || name.equals("lvl") || name.equals("loglevel")
        || name.equals("log.level") || name.equals("Level") || name.equals("logLevel")
        || name.equals("log_level")
        || name.equals("LogLevel")
      {
        return .level
      }
      if name.equals("levelno") { return .levelNumber }
      if name.equals("logger") || name.equals("logger_name") || name.equals("loggerName")
        || name.equals("log.logger")
      {
        return .logger
      }
      if name.equals("log") { return .nested }
    case ascii("s"), ascii("S"):
      if name.count == 1 { return .level }
      if name.equals("SYSLOG_IDENTIFIER") { return .logger }
      if name.equals("severity") || name.equals("severity_text") || name.equals("Severity") { return .level }
      if name.equals("short_message") { return .message }
      if name.equals("stack") || name.equals("stacktrace") || name.equals("stack_trace")
        || name.equals("stackTrace")
      {
        return .stack
      }
      if name.equals("status") || name.equals("status_code") || name.equals("statusCode")
        || name.equals("signal")
      {
        return .telling
      }
    case ascii("m"), ascii("M"):
      if name.equals("msg") || name.equals("message") || name.equals("Message") || name.equals("MESSAGE") {
        return .message
      }
      if name.equals("module") { return .logger }
    case ascii("n"): if name.equals("name") { return .logger }
    case ascii("c"), ascii("C"):
      if name.equals("category") || name.equals("component") || name.equals("Category") { return .logger }
      if name.equals("code") { return .telling }
      if name.equals("cause") { return .error }
    case ascii("e"), ascii("E"):
      if name.equals("event") { return .message }
      if name.equals("error") || name.equals("err") || name.equals("exception") || name.equals("Exception")
        || name.equals("error.message") || name.equals("errorMessage") || name.equals("error_message")
        || name.equals("errors")
      {
        return .error
      }
      if name.equals("exc_info") || name.equals("error.stack_trace") || name.equals("exc_text") {
        return .stack
      }
      if name.equals("error_code") || name.equals("errorCode") || name.equals("exit_code")
        || name.equals("exitCode")
      {
        return .telling
      }
    case ascii("h"): if name.equals("http_status") { return .telling }
    case ascii("r"): if name.equals("reason") { return .telling }
    case ascii("f"): if name.equals("fields") { return .nested }
    case ascii("d"): if name.equals("datetime") || name.equals("date") { return .time }
    case ascii("a"): if name.equals("asctime") { return .time }
    case ascii("P"): if name.equals("PRIORITY") { return .priority }
    case ascii("_"): if name.equals("__REALTIME_TIMESTAMP") { return .time }
    default: break
    }
    return nil
  }
}
