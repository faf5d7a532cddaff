import CasebookCommandKit
import CasebookKnowledge
import CasebookService

extension Surroundings {
  /// Who says something: `CASEBOOK_AUTHOR`, the author of git, or the user of the system. Empty if nobody is known.
  var author: String {
    for name in ["CASEBOOK_AUTHOR", "GIT_AUTHOR_NAME"] {
      if let value = environment[name], !value.isEmpty { return value }
    }
    for path in gitConfigurations where isFile(path) {
      guard let bytes = try? inputs.bytes(of: path, limit: 1 << 18).bytes else { continue }
      if let name = gitUserName(inConfiguration: String(decoding: bytes, as: UTF8.self)) { return name }
    }
    for name in ["LOGNAME", "USER"] {
      if let value = environment[name], !value.isEmpty { return value }
    }
    return userName() ?? ""
  }

  /// The configurations of git, the one that counts most first.
  private var gitConfigurations: [String] {
    var paths = [".git/config"]
    if let path = environment["GIT_CONFIG_GLOBAL"] { return paths + (path.isEmpty ? [] : [path]) }
    if let home = environment["HOME"], !home.isEmpty {
      paths.append(home + "/.gitconfig")
      paths.append((baseFolder("XDG_CONFIG_HOME") ?? home + "/.config") + "/git/config")
    }
    return paths
  }

  /// Who says something, and the time of `--at`.
  func attribution(_ invocation: Invocation) throws -> Attribution {
    var by = Attribution(author: author)
    guard let moment = invocation[IncidentOptions.time] else { return by }
    let time = moment.time(now())
    guard time.milliseconds >= 0 else {
      throw Failure(.usage, "--at \(time) is before 1970", hint: "Give a time from 1970 to now.")
    }
    guard time <= now() else {
      throw Failure(.usage, "--at \(time) is in the future", hint: "Give a time from 1970 to now.")
    }
    by.time = time
    return by
  }
}
