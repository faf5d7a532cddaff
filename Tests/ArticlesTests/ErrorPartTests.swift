import CasebookArticles
import Testing

/// Headings that are a part of an error, a way to something, or only point to errors.
struct ErrorPartTests {
  private func knownErrors(_ text: String) throws -> [String] {
    try Article.parse(Array(text.utf8)).sections.flatMap { section in
      (section.failure == nil ? [] : [section.title]) + section.rows.map(\.title)
    }
  }

  @Test func `to diagnose the issue and to fix the problem are parts`() throws {
    let text = """
      # Gates
      ## Gate is stuck
      ### Diagnose the issue
      The log says `Error: gate 3 was refused`.
      ### Fix the problem
      Oil the failed gate.
      """
    #expect(try knownErrors(text) == ["Gate is stuck"])
  }

  @Test func `an error that can be reproduced has an answer beside it`() throws {
    let text = """
      # Guide
      ## Tokens of old gates
      ### Steps to reproduce
      Open the gate twice.
      ### Troubleshooting
      ```output
      Error: gate 3 was refused
      ```
      """
    let article = try Article.parse(Array(text.utf8))
    #expect(article.sections.filter { $0.failure != nil }.map(\.title) == ["Tokens of old gates"])
    #expect(article.sections[1].messages.map(\.text).contains("Error: gate 3 was refused"))
    #expect(try knownErrors("# Guide\n## Reports\n### Steps to reproduce\nSay them.\n") == [])
  }

  @Test(arguments: [
    "## General troubleshooting tips\nLook at the log.", "## Troubleshooting tools\nUse a ladder.",
    "## Troubleshooting the gate\n### Oil\nOil it.", "## Troubleshooting the gate\nSee [the guide](gate.md).",
  ])
  func `a heading about finding errors is none without words of its own`(text: String) throws {
    #expect(try knownErrors("# Guide\n\(text)\n") == [])
  }

  @Test func `the way in which something is done is no error`() throws {
    let body = "The log says `gate 3 was refused by the mirror`."
    #expect(try knownErrors("# Troubleshooting\n## With old gates\n\(body)\n") == [])
    #expect(try knownErrors("# Troubleshooting\n## Old gates\n\(body)\n") == ["Old gates"])
    #expect(try knownErrors("# Troubleshooting\n## With old gates, copies fail\n\(body)\n").count == 1)
  }

  @Test(arguments: [
    "```\n{ state = error } | count() > 3\n```",
    "Read `how to open the gate <https://gates.example/open.html>` first.", "Run `gate bug`.",
  ])
  func `a query for errors and the address of a page are no messages`(body: String) throws {
    #expect(try knownErrors("# Troubleshooting\n## Old gates\n\(body)\n") == [])
  }

  @Test func `a proposal speaks of errors that may come`() throws {
    let design = """
      # Mirrors without gates
      ## Problem
      ## Solution
      ## Non-Goals
      ## Copies fail without a gate
      The log says `gate 3 was refused`.
      ## Alternatives considered
      """
    #expect(try knownErrors(design) == [])
    let article = design.replacing("## Non-Goals\n", with: "").replacing(
      "## Alternatives considered", with: "")
    #expect(try knownErrors(article) == ["Mirrors without gates", "Copies fail without a gate"])
  }

  @Test func `a problem alone is no error, a symptom is`() throws {
    #expect(try knownErrors("# How people see mirrors\n## Problem\nWe asked.\n## Results\nMany.\n") == [])
    #expect(try knownErrors("# Copy\n**Problem**: old.\n\n**Solution**: new.\n") == ["Copy"])
    #expect(try knownErrors("# Copy\n## Symptoms\nOld.\n") == ["Copy"])
  }

  @Test func `the title in a post of one day tells a story`() throws {
    let text =
      "---\ntitle: Mirrors\nauthors:\n- ann\ndate: 2024-03-01\n---\n## Old gates fail after an upgrade\nWords.\n"
    #expect(try knownErrors(text) == [])
    #expect(
      try knownErrors(text.replacing("authors:\n- ann\ndate", with: "ms.author: ann\nms.date")).count == 1)
    let body = text.replacing("Words.", with: "This error occurs when a gate is shut.")
    #expect(try knownErrors(body) == ["Old gates fail after an upgrade"])
  }

  @Test func `a frequent question that complains is an error, also where nothing is supported`() throws {
    let text = """
      # Frequently asked questions
      ## I've set the key but it does not show up. Why?
      Open the gate.
      ## I have no mirror, can I still copy?
      Yes.
      ## Why does a mirror not copy twice?
      It is old.
      """
    #expect(try knownErrors(text) == ["I've set the key but it does not show up. Why?"])
  }
}
