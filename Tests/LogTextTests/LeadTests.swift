import CasebookKnowledge
import Testing

@testable import CasebookLogText

/// Which message of a pasted report states its error.
struct LeadTests {
  private func lead(_ text: String) -> String? { ErrorReport(reading: text).messages.first?.text }

  @Test(arguments: [
    (
      "Before the lamps are lit, our ferries fail like\n```\nWaiting for the lamp, status is dark\nERROR: Ferry failed: timed out waiting for the lamp\n```",
      "Ferry failed: timed out waiting for the lamp"
    ),
    (
      "When running `ferry up` the following error shows:\n\nThe version of the sail is not supported. Found: 10.5",
      "The version of the sail is not supported. Found: 10.5"
    ),
    (
      "I am trying to set up a ferry, but I get the following error:\n Only the name of a ferry can be given when it is registered with a token.",
      "Only the name of a ferry can be given when it is registered with a token."
    ),
    (
      "Seit dem Update bekomme ich beim Start:\n\nferry: cannot open /var/lib/ferry/oar: permission denied",
      "ferry: cannot open /var/lib/ferry/oar: permission denied"
    ),
    (
      "$ ferry push\nEverything is packed.\nERROR: failed to push the crate to the far side",
      "failed to push the crate to the far side"
    ),
    (
      "1. Build a ferry\n2. Delete the oar\n3. Start it\n\nError: there is no oar in /var/lib/ferry",
      "there is no oar in /var/lib/ferry"
    ),
  ])
  func `the words of the program lead, not those of the person who pasted them`(text: String, message: String)
  {
    #expect(lead(text) == message)
  }

  @Test func `the line below the category is what dotnet logs`() {
    let text = """
      fail: Acme.Ferry.Pier[3]
            The lamp was not lit on a pier that needs light.
      """
    #expect(lead(text) == "The lamp was not lit on a pier that needs light.")
  }

  @Test func `the page of a failed request in ASPdotNET leads with its exception`() {
    let text = """
      Server Error in '/' Application.
      Description: An unhandled exception occurred during the execution of the current web request.

      Exception Details: Acme.FerryException: The pier for 'lobby' is full.

      Stack Trace:

      [FerryException (0x80131904): The pier for 'lobby' is full.]
         Acme.Ferry.Land(String pier) +24
      """
    #expect(lead(text) == "FerryException: The pier for 'lobby' is full.")
  }

  @Test func `the cause of a chain leads it, whatever a person says before`() {
    let text = """
      I upgraded the ferry yesterday and now it does not start any more, please help:

      System.InvalidOperationException: The ferry could not be started
       ---> Acme.LampException: No oil is left in lamp 4
         at Acme.Lamp.Light()
      """
    #expect(lead(text) == "LampException: No oil is left in lamp 4")
  }

  @Test(arguments: [
    "Connection refused by the pier\n", "LampException: No oil is left in lamp 4\n",
    "Acme.LampException: No oil is left in lamp 4\n",
    "System.InvalidOperationException: The ferry could not be started\n",
  ])
  func `a title that repeats a part of the chain does not take its lead`(title: String) {
    let text = """
      \(title)
      It happens each night.
      System.InvalidOperationException: The ferry could not be started
         at Acme.Ferry.Start()

      Caused by: Acme.LampException: No oil is left in lamp 4
         at Acme.Lamp.Light()
      """
    #expect(lead(text) == "LampException: No oil is left in lamp 4")
  }

  @Test func `the message of a response leads, not that there was one`() {
    let text = """
      Error: Request failed with status code 403
      {"error":{"code":403,"message":"Permission denied on the far pier"}}
      """
    #expect(lead(text) == "Permission denied on the far pier")
  }

  @Test func `a cause that is told apart from the error leads`() {
    #expect(
      lead("The ferry failed to start, see the log\n\nRoot cause: the disk is full") == "the disk is full")
  }

  @Test func `a note never leads beside a message`() {
    #expect(
      lead("no such pier\nHint: the pier may have another name, see the list of all piers of this river.")
        == "no such pier")
  }

  @Test func `a report of prose leads with the sentence that tells the failure`() {
    #expect(
      lead("I use the ferry every day.\nSince Monday it fails to start with error 17.\nAny ideas?")
        == "Since Monday it fails to start with error 17.")
  }

  @Test(arguments: [
    "", "{", "{}", #"{"intercept": 0}"#, #"{"intercept": 0, "weights": {"length": 1}}"#,
    #"{"intercept": 1e999, "weights": {}}"#, #"{"intercept": 0, "weights": {"error": "x"}}"#,
  ])
  func `damaged weights are refused`(text: String) {
    #expect(LeadJudge(Array(text.utf8)) == nil)
  }
}
