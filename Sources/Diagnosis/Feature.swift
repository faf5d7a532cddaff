/// A number that the judge reads, computed from the agreement of a report with a section.
///
/// All are independent of the length of the report and of the size of the knowledge base, as far as possible.
package enum Feature: String, CaseIterable, Sendable {
  /// The best agreement of a lead with a line of the section, from 0 to 1.
  case lineAgreement = "line_agreement"
  /// The share of that line of the section that the lead has, from 0 to 1.
  case lineCoverage = "line_coverage"
  /// The share of the lead that this line has, from 0 to 1.
  case leadCoverage = "lead_coverage"
  /// How rare the neighbouring words are that both lines have, from 0 to 1.
  case commonPairs = "common_pairs"
  /// How much the two lines say differently in the same place, from 0 to 1. Speaks against.
  case opposition
  /// 1 if both lines have the same path, image or host.
  case sameValue = "same_value"
  /// 1 if both have some, but none in common. Speaks against.
  case otherValue = "other_value"
  /// How much a line of the section tells that a lead has whole, whatever else the lead says, from 0 to 1.
  case contained
  /// The distance of that to the other known errors', from -1 to 1.
  case containedMargin = "contained_margin"
  /// The best agreement of a lead with the section's title, from 0 to 1.
  case titleAgreement = "title_agreement"
  /// The weight of the words of the title that the report has, from 0 to 1.
  case titleMass = "title_mass"
  /// The share of a lead's words that the whole section has, from 0 to 1.
  case sectionCoverage = "section_coverage"
  /// The score of the words of the report in the section, as a share of the greatest possible, from 0 to 1.5.
  case wordScore = "word_score"
  /// The distance of that score to the next candidate's, from -1.5 to 1.5. Not a share of the best score: in a small
  /// knowledge base even a bad match has no rival.
  case wordMargin = "word_margin"
  /// The weight of a name of the title that the report has, from 0 to 1.
  case nameInTitle = "name_in_title"
  /// The weight of a name of the lead that the section lacks, from 0 to 1. Speaks against.
  case missingName = "missing_name"
  /// The share of the report's words that the article has, from 0 to 1.
  case articleCoverage = "article_coverage"
  /// The share of the words of the article's title that the report has, from 0 to 1.
  case articleTitle = "article_title"
  /// The share of the words around the agreeing line that the article has, from 0 to 1.
  case context
  /// How many other families agree nearly as well, from 0 to 1. Speaks against.
  case rivals
  /// The share of the report's words that no section has, from 0 to 1. Speaks against.
  case strangeWords = "strange_words"
  /// 1 if the title names another HTTP status than the report. Speaks against.
  case otherStatus = "other_status"
  /// 1 if both name codes of one kind, such as exit codes or errors of CUDA, but none in common. Speaks against.
  case otherCode = "other_code"
  /// 1 if the section is a known error, 0 if it is any other section.
  case knownError = "known_error"
  /// 1 if the section has a message with the signature of a lead.
  case sameSignature = "same_signature"
  /// 1 if the report links to the section, and to no other.
  case link

  /// Whether a greater value lowers the probability.
  package var speaksAgainst: Bool {
    switch self {
    case .opposition, .otherValue, .missingName, .rivals, .strangeWords, .otherStatus, .otherCode: true
    default: false
    }
  }
}

/// The value of each feature.
package struct FeatureValues: Sendable {
  private var values = [Double](repeating: 0, count: Feature.allCases.count)

  package init() {}

  package subscript(feature: Feature) -> Double {
    get { values[Self.places[feature, default: 0]] }
    set { values[Self.places[feature, default: 0]] = newValue }
  }

  private static let places = Dictionary(uniqueKeysWithValues: zip(Feature.allCases, 0...))
}
