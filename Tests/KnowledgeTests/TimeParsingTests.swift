import CasebookKnowledge
import Testing

struct TimeParsingTests {
  @Test(arguments: [
    ("2021-10-21", "2021-10-21T00:00:00Z"), ("2021-10-21T08:00", "2021-10-21T08:00:00Z"),
    ("2021-10-21 08:00:05", "2021-10-21T08:00:05Z"), ("2021-10-21T08:00:05.25Z", "2021-10-21T08:00:05.250Z"),
    ("2021-10-21T08:00:05,1234567+02:00", "2021-10-21T06:00:05.123Z"),
    ("2021-10-21T00:30-0130", "2021-10-21T02:00:00Z"),
  ])
  func `a moment is read from its text`(_ text: String, _ expected: String) {
    #expect(Timestamp(text)?.description == expected)
  }

  @Test(arguments: [
    "", "2021", "2021-10", "2021-13-01", "2021-02-30", "2021-10-21x", "2021-10-21T", "2021-10-21T8:00",
    "2021-10-21T08:00:",
    "2021-10-21T08:00:00.", "2021-10-21T08:00+2", "21-10-21", "²021-10-21",
  ])
  func `other text is no moment`(_ text: String) { #expect(Timestamp(text) == nil) }
}
