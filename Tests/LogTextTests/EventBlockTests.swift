import CasebookKnowledge
import CasebookLogText
import Testing

/// Events of Windows as text.
struct EventBlockTests {
  @Test func `wevtutil and the event viewer write the message behind its fields`() {
    let log = """
      Event[0]:
        Log Name: System
        Source: Depot
        Date: 2021-10-21T08:00:00.000
        Event ID: 7036
        Level: Information
        Description:\u{20}
      The shelf failed to stop.

      Event[1]:
        Log Name: Application
        Source: MSSQL$SHOP
        Date: 2021-10-21T08:00:05.1230000Z
        Event ID: 17207
        Task: Server
        Level: Error
        Computer: depot1
        Description:\u{20}
      Access is denied to 'D:\\shop.mdf'.

      Level: try again.

      Log Name:      Application
      Source:        .NET Runtime
      Date:          2021-10-21 08:00:06
      Event ID:      1026
      Level:         Critical
      Description:
      Application: Depot.exe
      Exception Info: System.IO.IOException: the disk is lost
         at Depot.Main(System.String[])
      Event Xml:
      <Event><Error>no</Error></Event>
      """
    #expect(
      table(log) == """
        10-21 2021-10-21T08:00:05.123Z error MSSQL$SHOP ¦ Access is denied to 'D:\\shop.mdf'.
        │
        │Level: try again.
        │Event ID: 17207
        23-33 2021-10-21T08:00:06Z fatal .NET Runtime ¦ Application: Depot.exe
        │Exception Info: System.IO.IOException: the disk is lost
        │   at Depot.Main(System.String[])
        │Event ID: 1026
        """)
    #expect(LogReader.events(in: log.utf8).events.last?.lead == "IOException: the disk is lost")
  }

  @Test func `PowerShell pads names, and breaks and indents messages`() {
    let log = [
      "TimeCreated  : 10/21/2021 8:00:00 AM", "ProviderName : Application Error", "Id           : 1000",
      "LevelDisplayName : Error",
      "Message      : Faulting application name: shelf.exe, version: 1.0, time stamp: 0x65a1",
      "               Exception code: 0xc0000005", "",
      "TimeCreated  : 10/21/2021 8:00:05 AM", "ProviderName : Depot", "Id           : 7036",
      "LevelDisplayName : Information", "Message      : The depot has no error.", "", "",
      "TimeCreated  : 10/21/2021 8:00:09 AM", "ProviderName : Depot", "Id           : 7031",
      "Message      : The shelf failed.  It has done this 1 time(s).  The following corrective",
      "               action will be taken: restart.", "", "ERROR: next",
    ].joined(separator: "\r\n")
    let events = LogReader.events(in: log.utf8).events
    #expect(
      events.map { "\($0.firstLine)-\($0.lastLine) \($0.level) \($0.logger ?? "-"): \($0.lead)" } == [
        "1-6 error Application Error: Faulting application name: shelf.exe, version: 1.0, time stamp: 0x65a1",
        "15-19 error Depot: The shelf failed. It has done this 1 time(s). The following corrective action will be taken: restart.",
        "21-21 error -: next",
      ])
    #expect(LogReader.looksLikeLog(log.utf8))
    let all =
      ["Message              : the depot is lost", "Id                   : 7", "Level                : 2"]
      + [
        "ProviderName         : Depot", "TimeCreated          : 10/21/2021 8:00:00 AM",
        "LevelDisplayName     : Error",
      ]
    #expect(
      LogReader.events(in: (all + [""] + all).joined(separator: "\n").utf8).events.map(\.body)
        == ["the depot is lost\nEvent ID: 7", "the depot is lost\nEvent ID: 7"])
  }

  @Test func `an event ends before the lines of another program`() {
    let event = ["Log Name: Depot", "Level: Information", "Description:", "The shelf moved."]
    for rest in [
      ["Event Xml:", "<Event><Level>2</Level></Event>", "", "the depot failed: access denied"],
      ["ERROR: the depot failed"], ["FATAL: the depot failed"],
      ["{\"level\":\"error\",\"message\":\"the depot failed\"}"], ["level=error msg=\"the depot failed\""],
      [
        "Traceback (most recent call last):", "  File \"a.py\", line 3, in f", "ValueError: the depot failed",
      ],
    ] {
      let events = LogReader.events(in: (event + rest).joined(separator: "\n").utf8).events
      #expect(events.count == 1 && events[0].lead.contains("the depot failed"), "\(rest)")
    }
    let labelled = table("Log Name: Depot\nLevel: Information\nDescription: ERROR: no shelf")
    #expect(labelled.hasPrefix("1-3 - error"))
  }

  @Test(arguments: [
    ("Event[7] failed: connection refused", "1 Event[7] failed: connection refused"),
    ("EntryType: Error\n  ERROR: no shelf\nLevel: 3\nend", "2 no shelf"),
    ("Message            : ok\n  ERROR: no shelf\nId : 3\nend", "2 no shelf"),
    ("EntryType: Error\nEntryType: Error\n\terror: no shelf", "3 no shelf"),
    ("Log Name: Depot\nLevel: Error\nSource: Depot\n\ndone", ""),
    ("Event[3]:\n  error: no shelf", "2 no shelf"),
  ])
  func `a line that may belong to an event hides nothing`(log: String, errors: String) {
    let events = LogReader.events(in: log.utf8).events
    #expect(events.map { "\($0.firstLine) \($0.lead)" }.joined(separator: "\n") == errors)
  }

  @Test(arguments: [
    "Event[0]", "Log Name: \u{0}", "TimeCreated :", "Event[99999999999999999999]:", "Event[]:\nLevel: 9",
  ])
  func `half an event is none`(log: String) { #expect(table(log).isEmpty) }
}
