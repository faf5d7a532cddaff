/// How a supervised ingest ended.
public enum SupervisionEnd: Sendable {
  /// It exited with this status.
  case exited(Int32)
  /// A signal from outside ended it.
  case killed(Int32)
  /// It crashed with this signal, but not because of a file.
  case crashed(Int32)
  /// Too many files crashed it.
  case gaveUp(files: [String])
}
