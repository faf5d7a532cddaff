extension SectionRole {
  /// Headings and bold labels of parts, by language; compared with the whole label or its first words.
  private static let words: [(role: SectionRole, words: [String])] = [
    (
      .symptom,
      [
        "symptom", "symptoms", "error message", "error messages", "problem description", "issue", "problem",
        "symptome", "symptom(e)",
        "symptôme", "symptômes", "síntoma", "síntomas", "sintomo", "sintomi", "sintoma", "sintomas",
        "symptomen", "symptomer", "objawy",
        "příznaky", "příznak", "tünet", "tünetek", "belirti", "belirtiler", "симптом", "симптомы", "симптоми",
        "現象", "症状", "症狀", "증상", "现象", "徵兆", "问题描述", "問題描述", "현상", "문제 설명", "sintomatologia",
        "descripción del problema", "descrição do problema", "descrizione del problema",
        "description du problème",
        "problembeschreibung", "opis problemu", "popis problému", "sorun açıklaması", "описание проблемы",
        "symptomy",
        "semptom", "semptomlar",
      ]
    ),
    (
      .cause,
      [
        "cause", "causes", "root cause", "reason", "reasons", "possible cause", "possible causes",
        "why it happens", "ursache", "ursachen",
        "grund", "raison", "causa", "causas", "motivo", "oorzaak", "oorzaken", "orsak", "årsag", "årsak",
        "syy", "przyczyna", "przyczyny", "příčina",
        "příčiny", "ok", "neden", "nedeni", "nedenler", "nedenleri", "причина", "причины",
        "возможные причины", "原因",
        "可能原因", "可能的原因", "考えられる原因", "원인", "가능한 원인", "mögliche ursachen", "mögliche ursache",
        "causes possibles", "cause possible", "posibles causas", "causa posible", "possibili cause",
        "possibile causa",
        "possíveis causas", "causa raiz", "causa raíz", "možné příčiny", "możliwe przyczyny",
        "powód", "důvod", "根本原因",
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
        "因應措施", "해결", "해결 방법", "해결책", "임시 해결 방법", "임시 해결책", "해상도", "해결 방안", "解决办法", "解決辦法",
        "变通方法", "变通办法", "临时解决方法", "分辨率", "解析度", "解像", "回避方法", "対処方法", "対応", "対策", "修正方法",
        "resolutie", "resoluciones", "solución alternativa", "soluciones alternativas", "mitigación",
        "corrección",
        "soluzioni", "soluzione alternativa", "risoluzioni", "correzione", "mitigazione", "soluções",
        "resoluções",
        "correção", "mitigação", "solução de contorno", "solutions de contournement", "contournement",
        "atténuation",
        "correctif", "upplösning", "rozwiązania", "obejście problemu", "sposób obejścia", "rozdzielczość",
        "rozlišení", "náhradní řešení", "oprava", "zmírnění", "felbontás", "áthidaló megoldás", "çözümleme",
        "çözümler",
        "çözünürlük", "geçici çözümler", "düzeltme", "разрешение", "решения", "обход", "устранение",
        "maßnahme",
        "lösungsvorschlag", "empfohlene maßnahme",
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

  /// Longer headings are not labels, in any script.
  private static let longestLabel = 200

  /// Whether a character is part of a number or of the punctuation around it: `Cause 2.`
  private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return scalar == " " || scalar == "." || scalar == "#" || ("0"..."9").contains(scalar)
    }
    // Ignores letters with a numeric value: `兆`, which means a trillion, also ends a word for symptoms.
    return [.decimalNumber, .letterNumber, .otherNumber].contains(scalar.properties.generalCategory)
  }
}
