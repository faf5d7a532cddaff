import CasebookCommandKit
import Glibc

/// The program `casebook-fuzz`: the driver or a worker.
public enum FuzzProgram {
  /// Runs with the command-line arguments and returns the exit status.
  public static func run(_ arguments: [String]) -> Int32 {
    do {
      if let order = Worker.Order(arguments) {
        try Worker.run(order)
        return 0
      }
      guard let options = FuzzOptions(arguments) else {
        say(FuzzOptions.usage, to: STDERR_FILENO)
        return 64
      }
      var driver = try FuzzDriver(options)
      return try driver.run() ? 0 : 1
    } catch {
      say("check-fuzz: \(error)", to: STDERR_FILENO)
      return 70
    }
  }
}
