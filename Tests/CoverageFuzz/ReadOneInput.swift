import FuzzKit
import Glibc

private let chosen =
  getenv("CASEBOOK_FUZZ_READER").flatMap { FuzzReader(rawValue: String(cString: $0)) } ?? .log

/// What libFuzzer calls with each input. It wants this name even where it is handed the function.
@_cdecl("LLVMFuzzerTestOneInput")
func readOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let problem = chosen.problem(with: Array(UnsafeBufferPointer(start: bytes, count: count))) {
    fatalError(problem)
  }
  return 0
}
