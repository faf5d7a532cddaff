import Glibc

/// Takes the places of standard streams that whoever started the program had closed; for `main`, before all else.
///
/// Otherwise the next file that is opened gets the number of such a stream, and what is written or read there as output
/// or input would be written to that file or read from it. What stands in their place can be used for neither.
public func reserveStandardStreams() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
    // The lowest number that is free is taken, which is this one.
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}
