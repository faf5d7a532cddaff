import CasebookArticles
import Testing

/// The evidence that is enough for a known error.
struct EvidenceTests {
  private func knownErrors(_ text: String) throws -> [String] {
    try Article.parse(Array(text.utf8)).sections.filter { $0.failure != nil }.map(\.title)
  }

  @Test(arguments: [
    "Copy fails after an upgrade", "Mirror is stuck", "Error: mirror refused", "Failed to open the gate",
    "ISSUE: mirror not copied", "Errors when copying", "ImageMirrorBackOff", "err-mirror-too-many-copies",
    "Issue with old mirrors", "How to fix an invalid gate", "Why did my copy not start?",
    "Gate is in a failed state",
    "What does MirrorNotFound mean?", "How do I handle the error `mirror 3 was refused`?",
    "`cannot open gate 7` error", "What happens if the gate runs out of memory?",
    "Running out of disk space", "Segmentation fault in the gate", "Debugging a gate not ready",
    "Gate http status 502", "Error message: the gate said no", "Why do I see no connectivity between gates?",
    "Why aren't my copies received by all mirrors?", "Networking is impaired",
    "Why is my mirror out of step?", "I've opened the gate, but nothing comes", "503 Service Unavailable",
    "How to debug gate errors", "Gate is lost", "I've opened the gate, it still is shut",
    "Intermittent gates",
    "Lower performance of old gates", "Missing settings", "Blocked values", "Recovery fails after a day",
    "Gates do not open", "A gate is stuck, but not in the settings",
  ])
  func `a title that states a failure is enough`(title: String) throws {
    #expect(try knownErrors("# Guide\n## \(title)\nWords.\n").count == 1)
  }

  @Test(arguments: [
    "Bug fixes", "Contributing to issues", "timeout", "max_unavailable", "Backoff", "How to fix the problem",
    "Failure policy", "Crash recovery", "error_count", "Request timeout", "Failed job retention", "Warnings",
    "Submitting an issue", "Can I copy when disconnected?", "Mirror JSON Error Object", "`onFailure` hooks",
    "Making it easier to debug failing copies", "\"Mirrors live: a session\"", "Compare mirrors using MIR360",
    "Checking for issues with a gate", "Handling errors", "Running two mirrors", "Gate on port 443",
    "Restarting a gate",
    "How we serve errors", "500 mirrors", "Option 3: copy the failed gate", "Why do we need mirrors?",
    "Why would I want this?", "Why are we making this decision?", "Lost gate notifications", "Custom errors",
    "Not supported", "❌ Not supported", "Gate error monitoring", "Do not open a gate",
    "Don't use broken gates",
    "Please do not report failures here", "Recovery from failures of a gate",
    "Mirrors are not affected by it",
    "example.org/gates/errors", "What cannot be copied", "Failure reasons", "--fail-fast N",
    "error( text: String )", "onError: (T) -> ()",
    "Mirrors by RFC3164", "H100 mirrors", "Ensure the key is not empty",
  ])
  func `a word that also names features needs a second sign`(title: String) throws {
    #expect(try knownErrors("# Guide\n## \(title)\nWords.\n") == [])
  }

  @Test func `the second sign is a message, a sentence about an error, or a page about errors`() throws {
    let bodies = [
      "The log says `mirror 3 was refused by the gate`.", "This error occurs when the gate is shut.",
      "This alert fires when the gate is shut.",
    ]
    for body in bodies { #expect(try knownErrors("# Guide\n## Gate timeout\n\(body)\n") == ["Gate timeout"]) }
    #expect(try knownErrors("# Troubleshooting\n## Gate timeout\nWait.\n") == ["Gate timeout"])
    #expect(
      try knownErrors("# Guide\n## Old gates\nThis error occurs when it is shut: `gate 3 was refused`.\n")
        == ["Old gates"])
  }

  @Test func `among errors, what stands beside them is one, too`() throws {
    let errors = ["Gate fails", "Queue is stuck", "Mirror was refused"]
    func page(_ title: String, _ errors: [String]) -> String {
      "# \(title)\n"
        + (errors + ["Gates open after they were shut", "Configure a gate", "Two gates"]).map {
          "## \($0)\nWords.\n"
        }.joined()
    }
    #expect(try knownErrors(page("Troubleshooting", errors)) == errors + ["Gates open after they were shut"])
    #expect(try knownErrors(page("Guide", errors)) == errors)
    #expect(try knownErrors(page("Troubleshooting", [errors[0]])) == [errors[0]])
  }

  @Test func `a section that is called troubleshooting is none without a message`() throws {
    #expect(try knownErrors("# Gates\n## Troubleshooting\nLook at the gate.\n") == [])
    #expect(
      try knownErrors("# Gates\n## Troubleshooting\n```output\nError: gate 3 was refused\n```\n")
        == ["Troubleshooting"])
    #expect(
      try knownErrors("# Gates\n## Troubleshooting old gates\nLook.\n") == ["Troubleshooting old gates"])
  }

  @Test func `a table of alerts has a known error in each row`() throws {
    let table = """
      # Alerts
      | Name | Summary | Severity |
      |---|---|---|
      | MirrorQueueFilling | The copies of a mirror wait for an hour. | critical |
      | GateHasNotOpened | A gate has not opened since yesterday. | warning |
      """
    let article = try Article.parse(Array(table.utf8))
    #expect(article.sections.allSatisfy { $0.failure == nil })
    #expect(article.sections.flatMap(\.rows).map(\.title) == ["MirrorQueueFilling", "GateHasNotOpened"])
  }

  @Test func `on a page of alerts each name is one`() throws {
    let text = "# Alerts of the gates\n## SlowGates\nWait.\n## Silence one\nCall.\n"
    #expect(try knownErrors(text) == ["SlowGates"])
  }

  @Test(arguments: [
    "Set `failureDomain` to `OnFailure`.", "> ⚠️ This does not work with old mirrors.",
    "> ℹ️ The gate is not part of it.", "> Note that a mirror cannot be opened twice in one hour.",
    "> **Warning**: never copy a mirror without a gate.", "The log says `mirror 3 was refused by the gate`.",
  ])
  func `names, notes and a quoted message alone make none`(body: String) throws {
    #expect(try knownErrors("# Guide\n## Old gates\n\(body)\n") == [])
  }

  @Test func `printed output that calls itself an error is enough`() throws {
    let text = "# Guide\n## Old gates\n```output\nError: gate 3 was refused\n```\n"
    #expect(try knownErrors(text) == ["Old gates"])
  }

  @Test(arguments: [
    "# Release 1.6", "# v1.6.3", "# Mirror release notes", "# Changelog",
    "---\ntitle: Release Notes\n---\n# Mirror 1",
  ])
  func `release notes give none, whatever they say`(opening: String) throws {
    let text = """
      \(opening)
      ## Bug or Regression
      - Fix a panic: `mirror 3 was refused by the gate`
      ## Copies fail after an upgrade
      This error occurs when a gate is shut.
      """
    #expect(try knownErrors(text) == [])
  }

  @Test func `the sections below known issues are known errors, and its own words are none`() throws {
    let text = """
      # Mirror
      ## Known issues
      ### Old kernels
      The gate shuts.
      ### Install a mirror
      Click.
      """
    #expect(try knownErrors(text) == ["Old kernels"])
  }

  @Test func `what stands beside the parts of an error belongs to it`() throws {
    let text = """
      # Mirror is lost
      ## Symptoms
      It is gone.
      ## Logs of the gate
      ```output
      Error: gate 3 was refused
      ```
      ## Reason for failure
      Old disks.
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.filter { $0.failure != nil }.map(\.title) == ["Mirror is lost"])
    #expect(article.sections[0].messages.map(\.text).contains("Error: gate 3 was refused"))
  }
}
