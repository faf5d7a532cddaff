/// The permissions on the file of a knowledge base.
public enum FileAccess: Sendable {
  /// Read and write; make the file if there is none.
  case create
  /// Read and write a file that exists.
  case write
  /// The same; only read a file that cannot be written.
  case writeIfPossible
  /// Only read.
  case read
}
