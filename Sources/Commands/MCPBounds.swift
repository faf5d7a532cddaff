import CasebookKnowledge

extension JSON {
  /// The length of the longest answer of a tool, in bytes of JSON.
  static let longestAnswer = 64 << 10
  /// The lists whose schemas have `omitted`.
  private static let mainLists: Set<String> = ["problems", "results", "incidents", "errors"]

  /// The same in at most `longestAnswer` bytes. The main list loses its last entries first, and `omitted` says how many;
  /// then texts and inner lists are cut.
  func bounded(to limit: Int = longestAnswer) -> JSON {
    guard description.utf8.count > limit, let members else { return self }
    var answer = JSON.object(members)
    if let main = members.first(where: { Self.mainLists.contains($0.name) }), let elements = main.value.array
    {
      var room = limit - (description.utf8.count - main.value.description.utf8.count)
      let kept = elements.prefix { element in
        room -= element.description.utf8.count + 1
        return room >= 32
      }
      answer = answer.keeping(
        Swift.max(kept.count, Swift.min(1, elements.count)), of: elements, in: main.name)
    }
    for length in [4_096, 512, 64] where answer.description.utf8.count > limit {
      answer = answer.shortened(to: length)
    }
    return answer
  }

  private func keeping(_ count: Int, of elements: [JSON], in name: String) -> JSON {
    guard count < elements.count else { return self }
    let others = (members ?? []).filter { $0.name != "omitted" }.map {
      $0.name == name ? Member(name, .array(Array(elements.prefix(count)))) : $0
    }
    let before = self["omitted"]?.int ?? 0
    return .object(others + [.init("omitted", .int(before + elements.count - count))])
  }

  /// Cuts texts to `length` characters, and lists to an eighth as many entries.
  private func shortened(to length: Int) -> JSON {
    switch self {
    case .string(let text) where text.unicodeScalars.count > length:
      .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(length))) + "…")
    case .array(let elements): .array(elements.prefix(length / 8).map { $0.shortened(to: length) })
    case .object(let members): .object(members.map { .init($0.name, $0.value.shortened(to: length)) })
    default: self
    }
  }
}
