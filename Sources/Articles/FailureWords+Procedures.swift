/// Words by which a heading announces a procedure or furniture. They are data, like the words of failure.
extension FailureWords {
  /// An English slug or title that starts so is a procedure or furniture, whatever follows.
  static let procedures: Set<String> = [
    "steps", "step", "method", "procedure", "examples", "get", "set", "configure", "create", "use", "using",
    "enable", "disable", "install", "uninstall", "check", "view", "verify", "manage", "monitor", "monitoring",
    "collect", "collecting", "deploy", "deploying", "run", "running", "write", "add", "adding", "remove",
    "update", "upgrade", "learn", "understand", "understanding", "about", "introduction", "overview",
    "prerequisites", "prerequisite", "requirements", "summary", "next", "see", "related", "references",
    "reference", "additional", "more", "feedback", "contact", "support", "parameters", "example", "syntax",
    "remarks", "configuring", "debug", "debugging", "advanced", "logging", "log", "capture", "enabling",
    "handle", "handling", "test", "testing", "validate", "prevent", "avoid", "reproduce", "report", "when",
    "before", "after", "recommended", "third-party", "third", "disclaimer", "acknowledgments",
    "acknowledgements", "glossary", "history", "version", "versions", "to", "find", "investigate",
    "investigating", "determine", "identify", "identifying", "locate", "review", "reviewing", "faq",
    "frequently",
  ]

  /// Of these, what can fail itself: `Install fails`, `Update error`.
  static let actions: Set<String> = [
    "create", "install", "uninstall", "deploy", "deploying", "run", "running", "add", "adding", "remove",
    "update",
    "upgrade", "test", "testing", "enable", "enabling", "disable", "configure", "configuring", "use", "using",
    "set",
  ]

  /// What an action does, or what it leads to, when it fails.
  static let outcomes: Set<String> = [
    "fails", "failed", "failure", "failures", "failing", "error", "errors", "issue", "issues", "problem",
    "problems",
    "timeout", "timeouts", "crash", "crashes", "crashed", "hangs", "hang", "stuck", "denied", "refused",
    "rejected",
    "exception", "exceptions", "cannot", "cant", "doesnt", "wont", "never", "stops", "blocked",
  ]

  /// Those of them that say so anywhere in a sentence.
  static let verdicts: Set<String> = ["fails", "failed", "hangs", "crashes", "stuck", "cannot", "cant"]

  /// What follows is a condition, and not what the sentence says.
  static let conditions: Set<String> = ["when", "if", "that", "which", "where", "after", "who", "whose"]

  /// Text under such a heading, or with such an opening, says of things what they are not without being about failures.
  static let furniture: Set<String> = [
    "more", "additional", "overview", "introduction", "about", "faq", "frequently", "remarks", "notes",
    "note",
    "limitations", "limits", "considerations", "restrictions", "prerequisites", "requirements", "summary",
    "references", "reference", "cases", "scenarios", "features", "what", "differences", "comparison",
    "supported",
    "unsupported",
  ]

  /// Negations that statements of fact have as well.
  static let weakSigns: Set<String> = [
    "is not", "are not", "isnt", "arent", "isn t", "aren t", "does not", "do not", "doesnt", "dont",
    "doesn t",
    "not supported", "unsupported", "not available",
  ]

  /// Several failures: a heading that says no more than that announces the sections below it.
  static let announcing: Set<String> = [
    "errors", "issues", "problems", "exceptions", "failures", "warnings", "bugs", "troubleshooting",
  ]

  /// The same in slugs, with an adjective.
  static let announcingPhrases = StemMatcher([
    "-error-messages-", "-error-codes-", "-warning-messages-", "-status-codes-", "-exit-codes-",
  ])

  /// English openings of instructions beyond `procedures`. Many of them open titles of failures too (`Access denied`), so
  /// they only outweigh a message that is quoted below.
  static let instructions: Set<String> = [
    "access", "accessing", "allow", "apply", "assign", "back", "build", "building", "change", "choose",
    "clean",
    "connect", "connecting", "consume", "convert", "copy", "customize", "define", "delete", "download",
    "edit",
    "export", "expose", "generate", "grant", "import", "migrate", "migrating", "move", "open", "optimize",
    "plan",
    "prepare", "provision", "publish", "query", "read", "receive", "register", "reset", "restart", "restore",
    "rotate", "scale", "schedule", "secure", "select", "send", "sending", "separate", "sign", "start", "stop",
    "submit", "switch", "try", "upload",
  ]

  /// How procedures and furniture open in other languages: whole words at the start of a title.
  static let procedureOpenings: [String: [String]] = [
    "de": [
      "so", "vorgehensweise", "gewusst wie", "voraussetzungen", "nächste schritte", "weitere informationen",
    ],
    "fr": [
      "comment", "configurer", "créer", "utiliser", "activer", "désactiver", "installer", "vérifier",
      "afficher",
      "obtenir", "surveiller", "collecter", "prérequis", "étapes suivantes",
    ],
    "es": [
      "cómo", "configurar", "crear", "usar", "utilizar", "habilitar", "deshabilitar", "instalar", "comprobar",
      "ver",
      "obtener", "supervisar", "recopilar", "requisitos previos", "pasos siguientes",
    ],
    "it": [
      "come", "configurare", "creare", "usare", "abilitare", "disabilitare", "installare", "verificare",
      "visualizzare", "ottenere", "monitorare", "raccogliere", "prerequisiti", "passaggi successivi",
    ],
    "pt": [
      "como", "configurar", "criar", "usar", "habilitar", "desabilitar", "instalar", "verificar", "exibir",
      "obter",
      "monitorar", "coletar", "pré-requisitos", "próximas etapas",
    ],
    "nl": ["hoe", "vereisten", "volgende stappen"],
    "sv": ["så här", "hur", "förutsättningar", "nästa steg"],
    "da": ["sådan", "forudsætninger", "næste trin"],
    "nb": ["slik", "hvordan", "forutsetninger", "neste trinn"],
    "pl": ["jak", "wymagania wstępne", "następne kroki"],
    "cs": ["jak", "postup", "požadavky", "další kroky"],
    "sk": ["ako", "ďalšie kroky"],
    "hu": ["hogyan", "előfeltételek", "következő lépések"],
    "ro": ["cum", "pașii următori"],
    "tr": ["nasıl", "önkoşullar", "ön koşullar", "sonraki adımlar"],
    "ru": [
      "как", "предварительные требования", "необходимые условия", "дальнейшие действия", "следующие шаги",
    ],
    "uk": ["як", "передумови", "наступні кроки"],
    "ja": ["前提条件", "次のステップ", "次の手順", "関連項目"],
    "ko": ["필수 조건", "사전 요구 사항", "다음 단계"],
    "zh": ["如何", "先决条件", "必备条件", "必要條件", "后续步骤", "後續步驟", "另请参阅"],
  ]

  /// How instructions end where the verb comes last.
  static let procedureClosings: [String: [String]] = [
    "de": [
      " konfigurieren", " einrichten", " erstellen", " verwenden", " installieren", " aktivieren",
      " deaktivieren",
      " überprüfen", " anzeigen", " abrufen", " sammeln", " hinzufügen", " bereitstellen", " überwachen",
    ],
    "ja": [
      "方法", "の手順", "を構成する", "を設定する", "を有効にする", "を無効にする", "を作成する", "を取得する", "を確認する", "を使用する",
      "を追加する", "を収集する", "を監視する", "を表示する",
    ],
    "ko": ["방법", "만들기", "보기", "가져오기"],
  ]

  /// Words before a German infinitive that make it something else than an instruction: `Fehler beim Erstellen`.
  static let infinitiveGuards: Set<String> = ["beim", "bei", "zum", "nicht", "das", "kann", "können"]

  /// Verbs by which a procedure is about a failure after all: `How to fix error 5`.
  static let solving = [
    "troubleshoot", "fix", "resolve", "solve", "repair", "beheben", "behebt", "lösen", "behandel", "corriger",
    "résoudre", "dépann", "réparer", "solucionar", "resolver", "corregir", "reparar", "risolvere",
    "correggere",
    "corrigir", "oplossen", "verhelpen", "åtgärda", "lösa", "løse", "korja", "ratkais", "rozwiąz", "napraw",
    "řešit",
    "vyřešit", "opravit", "odstran", "megold", "javít", "elhárít", "çöz", "gider", "düzelt", "устран",
    "исправ",
    "решить", "вирішити", "усунути", "解決", "修正", "対処", "トラブル", "解决", "修复", "修復", "排除", "해결", "수정",
  ]
}
