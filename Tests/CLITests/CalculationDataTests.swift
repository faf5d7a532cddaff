import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// The calculations in the bundled articles.
struct CalculationDataTests {
  private let base: KnowledgeBase

  init() throws { base = try KnowledgeBase(path: ":memory:", bundled: .program) }

  /// The lines of the calculations of an article, without comments.
  private func code(_ locale: String, _ name: String) throws -> [String] {
    var lines: [String] = []
    var isInside = false
    let text = try Casebook.bytes(of: Casebook.package + "/data/articles/\(locale)/\(name)")
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
      let line = String(line.drop { $0 == " " })
      if line.hasPrefix("```") { isInside = line == "```calculation" }
      let code = line.prefix { $0 != "#" }.split(separator: " ").joined(separator: " ")
      if isInside, !code.isEmpty { lines.append(code) }
    }
    return lines
  }

  @Test func `they are the same in every language`() throws {
    let files = try #require(names(in: Casebook.package + "/data/articles/en")).sorted()
    var lines = 0
    for file in files {
      let english = try code("en", file)
      lines += english.count
      for locale in ["de", "fr", "ja", "ru"] {
        #expect(try code(locale, file) == english, "\(locale)/\(file)")
      }
    }
    #expect(lines > 100)
  }

  @Test func `every one can be read`() throws {
    var count = 0
    for known in try base.knownErrors() {
      guard let answer = try base.resolution(of: known) else { continue }
      let blocks = answer.resolution.markdown.split(separator: "\n").count { $0.hasSuffix("```calculation") }
      #expect(answer.calculations.count == blocks, "\(known)")
      count += blocks
    }
    #expect(count > 30)
  }

  /// The examples that the articles give.
  @Test(
    arguments: [
      ("http-status-code-503", "target_rps=20 request_time=10", "replicas=286"),
      (
        "cuda-out-of-memory",
        "parameters=8e9 bytes_per_parameter=2 layers=32 kv_heads=8 head_dim=128 bytes_per_value=2 tokens_per_sequence=8192 sequences=16",
        "weights=16 GB, kv_cache=17.1799 GB, needed=36.4979 GB"
      ),
      (
        "pod-unschedulable-insufficient-resources",
        "replicas=10 node_cpu=7.5 pod_cpu=2 node_memory=26 pod_memory=6 free_pod_slots=100", "nodes=4"
      ),
      (
        "pod-unschedulable-insufficient-resources",
        "replicas=10 node_cpu=7.5 pod_cpu=2 node_memory=26Gi pod_memory=6144Mi free_pod_slots=100", "nodes=4"
      ),
      (
        "postgres-too-many-connections", "replicas=6 workers=4 pool_size=5 max_overflow=10", "connections=360"
      ),
      ("shared-memory-exhausted", "workers=8 batch_size=64 bytes_per_sample=3*224*224*4", "shm=924.844 MB"),
    ])
  func `examples have the results that the articles give`(slug: String, given: String, results: String) throws
  {
    let known = try #require(try base.knownErrors().first { $0.slug == slug && $0.row == nil })
    let answer = try #require(try base.resolution(of: known))
    var values: [String: String] = [:]
    for word in given.split(separator: " ") {
      let parts = word.split(separator: "=")
      values[String(parts[0])] = String(parts[1])
    }
    let found = try answer.calculated(with: values).results
    #expect(found.map { "\($0.name)=\($0.value)" }.joined(separator: ", ") == results)
  }
}
