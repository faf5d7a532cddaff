import Testing

@testable import CasebookRedaction

/// How many made-up secrets are found, by family and by context.
@Suite struct SecretFamilyTests {
  @Test(arguments: [false, true])
  func `nearly all secrets of nearly all families are found`(_ isHeldOut: Bool) {
    let redactor = Redactor()
    let families = SecretFamily.all.filter { $0.isHeldOut == isHeldOut }
    var (found, all, complete) = (0, 0, 0)
    var missed: [String] = []
    for family in families {
      let cases = [UInt64(1), 2].flatMap { family.cases(seed: $0) }
      let hits = cases.filter { !redactor.redacted($0.text).contains($0.secret.suffix(8)) }.count
      found += hits
      all += cases.count
      if hits * 100 >= cases.count * 95 {
        complete += 1
      } else {
        missed.append("\(family.name) \(hits)/\(cases.count)")
      }
    }
    #expect(families.count >= 80)
    #expect(found * 100 >= all * 97, "\(found) of \(all)")
    #expect(complete * 100 >= families.count * 97, "\(missed)")
  }
}
