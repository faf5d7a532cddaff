// The examples of docs/library.md as one program: swift run --package-path Examples tour FILE
// FILE is the knowledge base. It should not exist yet; script/check-library compares what the program prints.
import Casebook

guard CommandLine.arguments.count == 2 else { fatalError("usage: tour FILE") }
let path = CommandLine.arguments[1]

let base = try KnowledgeBase(path: path, bundled: .program)

let outcome = try base.diagnose("pod evicted: OOMKilled, exit code 137")
for problem in outcome.problems {
  print("\(problem.verdict): \(problem.message)")
  for candidate in problem.candidates {
    print("  \(candidate.answer.resolution.title) (\(try base.shortName(of: candidate.id)))")
  }
}

if let id = try base.knownErrors(named: "http-status-code-503").first,
  let answer = try base.resolution(of: id)
{
  print("# \(answer.resolution.title)")
  print(answer.resolution.markdown.prefix(72), "…")
  for remark in answer.remarks { print("note:", remark) }
}

for result in try base.search("insufficient gpu nodes", limit: 2).results {
  print("\(result.title): \(result.snippet.text.prefix(60))…")
}

let ops = Attribution(author: "ops")
if let incident = try base.record("gate 7 refused wagon 12: axle counter lost", by: ops) {
  _ = try base.note(incident.number, "power-cycled the gate", isTried: true, by: ops)
  _ = try base.resolve(incident.number, "reset the axle counter at the box", by: ops)
}
let again = try base.diagnose("gate 9 refused wagon 40: axle counter lost")
print("\(again.verdict): \(again.candidates.first?.answer.resolution.markdown.prefix(33) ?? "")")

/// The verdict on each message. Each task opens the file for itself.
func verdicts(on messages: [String], in path: String) async throws -> [String: Verdict] {
  try await withThrowingTaskGroup(of: (String, Verdict).self) { group in
    for message in messages {
      group.addTask { (message, try KnowledgeBase(path: path, access: .read).diagnose(message).verdict) }
    }
    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }
}
let both = try await verdicts(on: ["gate 3 refused wagon 1: axle counter lost", "the flux is low"], in: path)
for (message, verdict) in both.sorted(by: { $0.key < $1.key }) { print("\(verdict): \(message)") }

do {
  _ = try KnowledgeBase(path: path + ".gone", access: .read)
} catch {
  guard let error = KnowledgeBaseError(error) else { throw error }
  print(error.cause == .noInput ? "the file does not exist" : error.message)
}
