/// Words that mark a heading as a procedure or furniture. They are data, like the failure words.
extension FailureWords {
  /// An English slug or title that starts with one of these is a procedure or furniture, whatever follows.
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

  /// The subset of actions that can fail themselves: `Install fails`, `Update error`.
  static let actions: Set<String> = [
    "create", "install", "uninstall", "deploy", "deploying", "run", "running", "add", "adding", "remove",
    "update",
    "upgrade", "test", "testing", "enable", "enabling", "disable", "configure", "configuring", "use", "using",
    "set",
  ]

  /// The outcomes of a failed action.
  static let outcomes: Set<String> = [
    "fails", "failed", "failure", "failures", "failing", "error", "errors", "issue", "issues", "problem",
    "problems",
    "timeout", "timeouts", "crash", "crashes", "crashed", "hangs", "hang", "stuck", "denied", "refused",
    "rejected",
    "exception", "exceptions", "cannot", "cant", "doesnt", "wont", "never", "stops", "blocked",
  ]

  /// The outcomes that count anywhere in a sentence.
  static let verdicts: Set<String> = ["fails", "failed", "hangs", "crashes", "stuck", "cannot", "cant"]

  /// Words that open a condition: the rest of the sentence is not its statement.
  static let conditions: Set<String> = ["when", "if", "that", "which", "where", "after", "who", "whose"]

  /// Openings of headings and titles under which a negation states a fact and not a failure.
  static let furniture: Set<String> = [
    "more", "additional", "overview", "introduction", "about", "faq", "frequently", "remarks", "notes",
    "note",
    "limitations", "limits", "considerations", "restrictions", "prerequisites", "requirements", "summary",
    "references", "reference", "cases", "scenarios", "features", "what", "differences", "comparison",
    "supported",
    "unsupported",
  ]

  /// Negations that also occur in statements of fact.
  static let weakSigns: Set<String> = [
    "is not", "are not", "isnt", "arent", "isn t", "aren t", "does not", "do not", "doesnt", "dont",
    "doesn t",
    "not supported", "unsupported", "not available",
  ]

  /// Words for several failures: a heading that says nothing more announces the sections below it.
  static let announcing: Set<String> = [
    "errors", "issues", "problems", "exceptions", "failures", "warnings", "bugs", "troubleshooting",
  ]

  /// The same in slugs, with an adjective.
  static let announcingPhrases = StemMatcher([
    "-error-messages-", "-error-codes-", "-warning-messages-", "-status-codes-", "-exit-codes-",
  ])

  /// English openings of instructions beyond `procedures`. Many also open failure titles (`Access denied`),
  /// so they only outweigh a message that is quoted below.
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

  /// Openings of procedures and furniture in other languages: whole words at the start of a title.
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

  /// Endings of instructions in languages that put the verb last.
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

  /// Words before a German infinitive that show it is not an instruction: `Fehler beim Erstellen`.
  static let infinitiveGuards: Set<String> = ["beim", "bei", "zum", "nicht", "das", "kann", "können"]

  /// Verbs that make a procedure about a failure after all: `How to fix error 5`.
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
