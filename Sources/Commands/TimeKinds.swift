import CasebookCommandKit
import CasebookKnowledge

/// An age as typed: `90d`.
struct Age: Sendable {
  let milliseconds: Int64

  /// Parses a number and a unit: hours, days or weeks.
  init?(_ text: String) {
    guard let unit = text.last, let number = Int64(text.dropLast()), (0...100_000).contains(number) else {
      return nil
    }
    switch unit {
    case "h": milliseconds = number * 3_600_000
    case "d": milliseconds = number * 86_400_000
    case "w": milliseconds = number * 7 * 86_400_000
    default: return nil
    }
  }

  func before(_ now: Timestamp) -> Timestamp { Timestamp(milliseconds: now.milliseconds - milliseconds) }
}

/// A time as typed, or how long ago it was.
enum Moment: Sendable {
  case at(Timestamp)
  case ago(Age)

  init?(_ text: String) {
    if let time = Timestamp(text) {
      self = .at(time)
    } else if let age = Age(text) {
      self = .ago(age)
    } else {
      return nil
    }
  }

  func time(_ now: Timestamp) -> Timestamp {
    switch self {
    case .at(let time): time
    case .ago(let age): age.before(now)
    }
  }
}

extension ArgumentKind where Value == Age {
  static let age = Self("AGE", expected: "an age such as 90d, 12h or 4w", read: Age.init)
}

extension ArgumentKind where Value == Moment {
  static let moment = Self(
    "TIME", expected: "a time such as 2021-10-21 or 2021-10-21T08:00:00Z, or an age such as 7d",
    read: Moment.init)
}

extension ArgumentKind where Value == String {
  /// A time or the name of a run.
  static let momentOrRun = text("TIME|RUN", completion: .known(.runs))
}
