extension SectionRole {
  /// What the heading or bold label of a part is called, by language; compared with the whole label or its first words.
  private static let words: [(role: SectionRole, words: [String])] = [
    (
      .symptom,
      [
        "symptom", "symptoms", "error message", "error messages", "problem description", "issue", "problem",
        "symptome", "symptom(e)",
        "symptôme", "symptômes", "síntoma", "síntomas", "sintomo", "sintomi", "sintoma", "sintomas",
        "symptomen", "symptomer", "objawy",
        "příznaky", "příznak", "tünet", "tünetek", "belirti", "belirtiler", "симптом", "симптомы", "симптоми",
        "現象", "症状", "症狀", "증상",
      ]
    ),
    (
      .cause,
      [
        "cause", "causes", "root cause", "reason", "reasons", "possible cause", "possible causes",
        "why it happens", "ursache", "ursachen",
        "grund", "raison", "causa", "causas", "motivo", "oorzaak", "oorzaken", "orsak", "årsag", "årsak",
        "syy", "przyczyna", "przyczyny", "příčina",
        "příčiny", "ok", "neden", "nedeni", "причина", "причины", "原因", "원인",
      ]
    ),
    (
      .resolution,
      [
        "resolution", "resolutions", "solution", "solutions", "workaround", "workarounds", "fix",
        "mitigation", "how to fix", "how to resolve",
        "possible solution", "possible solutions", "recommended action", "recommended actions",
        "recommended steps", "remediation", "user action",
        "lösung", "lösungen", "auflösung", "problemumgehung", "abhilfe", "résolution",
        "solution de contournement", "solución", "resolución",
        "soluciones", "soluzione", "risoluzione", "solução", "resolução", "solução alternativa", "oplossing",
        "tijdelijke oplossing", "lösning",
        "løsning", "ratkaisu", "rozwiązanie", "obejście", "řešení", "alternativní řešení", "megoldás",
        "çözüm", "geçici çözüm", "решение",
        "обходной путь", "обходное решение", "解決策", "解決方法", "解像度", "回避策", "対処法", "解决方法", "解决方案", "解決方案",
        "因應措施", "해결", "해결 방법", "해결책",
      ]
    ),
  ]

  private static let byWord: [String: SectionRole] = {
    var table: [String: SectionRole] = [:]
    for (role, words) in words {
      for word in words { table[word] = role }
    }
    return table
  }()

  /// The role that a heading or a bold label names: `Cause`, `Cause 2`, `Solution 1: restart`, `Ursache:`.
  init?(label: String) {
    guard label.utf8.count <= Self.longestLabel else { return nil }
    var text = Substring(label.lowercased().trimmed).unicodeScalars
    if let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) { text = text[..<colon] }
    while let last = text.last, Self.isEnd(last) { text.removeLast() }
    guard let role = Self.byWord[String(text)] else { return nil }
    self = role
  }

  /// Longer headings are no labels, in any script.
  private static let longestLabel = 200

  /// Numbers and what stands around them: `Cause 2.`
  private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return scalar == " " || scalar == "." || scalar == "#" || ("0"..."9").contains(scalar)
    }
    return scalar.properties.numericType != nil
  }
}
