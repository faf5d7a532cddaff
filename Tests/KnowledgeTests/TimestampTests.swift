import CasebookKnowledge
import Testing

struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"),
    (1_634_803_200_000, "2021-10-21T08:00:00Z"),
    (951_782_400_123, "2000-02-29T00:00:00.123Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func `a moment is written in RFC 3339`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  @Test(arguments: [Int64.min, .min + 1, .max, -86_400_001])
  func `the ends of the numbers are moments too`(milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
  }

  @Test func `a moment is made from its fields and an offset`() {
    let moment = Timestamp(year: 2021, month: 10, day: 21, hour: 10, minute: 30, offset: 150)
    #expect(moment?.description == "2021-10-21T08:00:00Z")
  }

  @Test func `a day that no month has is no moment`() {
    #expect(Timestamp(year: 2021, month: 2, day: 29) == nil)
    #expect(Timestamp(year: 2021, month: 13, day: 1) == nil)
  }
}
