import FuzzKit
import Glibc

exit(FuzzProgram.run(Array(CommandLine.arguments.dropFirst())))
