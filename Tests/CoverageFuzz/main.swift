import CFuzzer
import FuzzKit
import Glibc

// `casebook-coverage --seeds READER FOLDER` writes inputs to start with. Else the options are libFuzzer's, and the
// environment names the reader: libFuzzer starts this program again with options of its own.
if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "--seeds",
  let reading = FuzzReader(rawValue: CommandLine.arguments[2])
{
  try FuzzSeeds.write(for: reading, into: CommandLine.arguments[3])
  exit(0)
}
private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { readOneInput($0, $1) })
