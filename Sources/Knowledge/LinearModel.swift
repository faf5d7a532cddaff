/// A trained weighted sum of features: the logarithm of the odds that something is so.
public struct LinearModel: Sendable {
  private let intercept: Double
  private let weights: [Double]

  /// Reads `intercept` and `weights`, an object with a number for each feature that counts; `nil` if a number is missing or
  /// not finite, or a feature is none of `features`.
  public init?(_ json: JSON, features: [String]) {
    guard let members = json["weights"]?.members, let intercept = json["intercept"]?.number,
      intercept.isFinite
    else { return nil }
    let places = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
    var weights = [Double](repeating: 0, count: features.count)
    for member in members {
      guard let place = places[member.name], let weight = member.value.number, weight.isFinite else {
        return nil
      }
      weights[place] = weight
    }
    self.intercept = intercept
    self.weights = weights
  }

  /// The same for JSON that is not parsed yet.
  public init?(_ data: [UInt8], features: [String]) {
    guard let json = try? JSON(parsing: data) else { return nil }
    self.init(json, features: features)
  }

  /// The sum for some values, in the order of the features.
  public func score(_ values: [Double]) -> Double {
    zip(values, weights).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  /// What one feature adds to the sum.
  public func share(_ values: [Double], of feature: Int) -> Double { values[feature] * weights[feature] }
}
