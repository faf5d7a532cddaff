import Glibc

/// Opens `/dev/null` in place of the standard streams that were closed at the start; for `main`, before all
/// else.
///
/// Otherwise the next file that is opened gets the number of that stream, and the program reads its input
/// from that file or writes its output to it. The replacement allows neither reading nor writing.
public func reserveStandardStreams() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
    // `open` takes the lowest free number, which is this one.
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}
