/// Words that distinguish failures from other text, by language. They are data: few and general. All
/// languages are checked together, because titles mix languages and an article may not state its own.
enum FailureWords {
  /// English failure words that count anywhere.
  static let english: Set<String> = [
    "error", "errors", "fail", "fails", "failed", "failing", "failure", "failures", "cannot", "cant",
    "couldnt",
    "unable", "doesnt", "isnt", "arent", "wont", "dont", "didnt", "exception", "exceptions", "crash",
    "crashes",
    "crashed", "crashing", "denied", "refused", "rejected", "timeout", "timeouts", "invalid", "missing",
    "unexpected",
    "unavailable", "unreachable", "unauthorized", "forbidden", "conflict", "conflicts", "insufficient",
    "exceeded",
    "exceeds", "exhausted", "corrupt", "corrupted", "corruption", "broken", "stuck", "hang", "hangs",
    "hanging",
    "stops", "stopped", "aborted", "abort", "killed", "died", "expired", "mismatch", "unsupported",
    "unhealthy",
    "unresponsive", "problem", "problems", "issue", "issues", "bug", "bugs", "deadlock", "overloaded",
    "throttled",
    "throttling", "oomkilled", "evicted", "panic", "fatal", "faulted", "blocked", "incorrect", "incorrectly",
    "wrong", "slow", "slowly", "warning", "warnings", "degraded", "inconsistent", "unknown", "unrecognized",
    "undefined", "unresolved", "lost", "leak", "leaks", "disconnected", "disconnects", "crashloopbackoff",
    "notready", "imagepullbackoff", "unschedulable", "backoff", "unsuccessful", "unsuccessfully",
    "inaccessible",
    "unusable", "malfunction",
  ]

  /// Phrases in slugs, between hyphens.
  static let englishPhrases = [
    "status-code", "can-t", "couldn-t", "doesn-t", "isn-t", "aren-t", "won-t", "does-not", "do-not", "is-not",
    "are-not",
    "did-not", "is-high", "not-found", "not-able", "not-working", "timed-out", "time-out", "out-of-memory",
    "out-of-disk",
    "out-of-space", "no-space", "not-start", "stop-code", "error-code", "event-id", "not-available",
    "not-respond",
    "not-responding", "not-recognized", "not-supported", "not-ready", "already-exists", "no-such", "was-not",
    "were-not", "not-honored", "takes-a-long-time", "take-a-long-time", "longer-than-expected", "too-high",
    "too-long",
    "not-enough", "high-cpu", "dont-show", "not-show", "exit-code",
  ]

  /// English phrases that contain a failure word but do not describe a failure.
  static let englishNeutral = [
    "error-log", "fails-over", "error-logs", "error-logging", "error-handling", "error-reporting",
    "error-messages-list",
    "error-threshold",
    "error-pages", "fail-over", "exception-handling", "handle-errors", "handle-exceptions", "handling-errors",
    "handling-exceptions", "missing-updates", "known-issues-fixed", "issue-tracker", "report-an-issue",
    "report-a-bug",
    "report-bugs", "issues-and-feedback", "warning-level", "create-an-issue", "lost-and-found", "bug-report",
    "bug-reports", "reporting-bugs", "file-a-bug", "report-issues", "report-an-error", "reporting-issues",
    "report-a-problem", "open-an-issue", "file-an-issue", "submit-an-issue",
  ]

  /// Words that mark a section as troubleshooting.
  static let troubleshoot = ["troubleshoot", "troubleshooting", "trouble-shooting", "faq-errors"]

  /// Failure words by language: stems matched anywhere in a word, to cover compounds and inflections.
  static let stems: [String: [String]] = [
    "de": [
      "fehler", "fehlgeschlagen", "schlägt fehl", "nicht möglich", "nicht gefunden", "kann nicht",
      "können nicht", "problem mit",
      "probleme mit", "ausnahme", "absturz", "stürzt", "zeitüberschreitung", "verweigert", "ungültig",
      "statuscode",
      "fehlt", "warnung", "unerwartet", "funktioniert nicht", "startet nicht", "antwortet nicht", "probleme",
      "nicht verfügbar", "abgelaufen",
    ],
    "fr": [
      "erreur", "échec", "échou", "impossible de", "ne peut pas", "ne fonctionne pas", "refusé",
      "introuvable",
      "non valide", "code d’état", "code d'état", "délai d’attente", "délai d'attente", "avertissement",
      "plantage", "inattendu", "problème", "ne démarre pas", "ne répond pas",
      "indisponible", "insuffisant", "manquant",
    ],
    "es": [
      "errores", "fallo", " falla", "fallid", "no se puede", "no se pudo", "no funciona", "excepción",
      "denegad",
      "no válid",
      "código de estado", "tiempo de espera", "no se encuentra", "no encontrad", "advertencia", "bloquead",
      "problema", "no responde", "no se inicia", "inesperad", "no disponible", "insuficiente", "se bloquea",
    ],
    "it": [
      " errore", " errori", "non riuscit", "impossibile", "non è possibile", "eccezion", "negato",
      "non valid",
      "codice di stato",
      "non trovat", "non funziona", "avviso", "arresto anomalo", "problema", "problemi", "non risponde",
      "non si avvia",
      "imprevist", "non disponibil", "scadut", "insufficient",
    ],
    "pt": [
      " erro ", " erros ", "falha", "falhou", "não é possível", "não foi possível", "não funciona", "exceç",
      "negad",
      "inválid",
      "código de status", "código de estado", "tempo limite", "não encontrad", "aviso do compilador",
      "problema",
      "não responde", "não inicia", "não pode ", "inesperad", "indisponível", "insuficiente", "expirad",
      "travad",
    ],
    "nl": [
      "fouten", "foutcode", "foutmelding", " fout ", "mislukt", "kan niet", "kunnen niet", "werkt niet",
      "uitzondering", "geweigerd", "ongeldig",
      "statuscode",
      "niet gevonden", "time-out", "waarschuwing", "probleem", "problemen", "reageert niet",
      "niet beschikbaar",
    ],
    "sv": [
      "fel vid", "felkod", "felmeddelande", "misslyck", "kan inte", "fungerar inte", "undantag", "nekad",
      "ogiltig", "statuskod", "hittades inte",
    ],
    "da": [
      "fejl", "mislyk", "kan ikke", "virker ikke", "undtagelse", "nægtet", "ugyldig", "statuskode",
      "blev ikke fundet",
    ],
    "nb": [
      "feil ", "feilkode", "feilmelding", "mislyk", "kan ikke", "fungerer ikke", "unntak", "ugyldig",
      "statuskode",
    ],
    "fi": ["virhe", "epäonnist", "ei voi", "ei onnistu", "poikkeus", "tilakoodi", "ei löydy"],
    "pl": [
      "błąd", "błęd", "niepowodzen", "nie można", "nie powiodł", "nie działa", "wyjąt", "odmow",
      "nieprawidłow", "kod stanu", "nie znaleziono", "ostrzeżenie", "awari", "problemy z", "problem z",
      "nie odpowiada",
      "nie uruchamia", "nie może", "limit czasu", "przekroczono", "brak dostępu", "niedostępn",
      "nieoczekiwan",
    ],
    "cs": [
      "chyb", "selhá", "selhal", "selže", "nelze", "nejde", "nefunguje", "výjimk", "odepřen", "neplatn",
      "stavový kód", "nebyl nalezen", "upozornění", "problém", "neodpovídá", "nespust", "časový limit",
      "nedostatek",
      "nedostupn", "neočekávan", "nenalezen", "překročen", "zamítnut",
    ],
    "sk": ["chyb", "zlyha", "nemožno", "nefunguje", "výnimk", "neplatn"],
    "hu": [
      "hiba", "hibá", "sikertelen", "nem lehet", "nem sikerül", "nem működik", "kivétel", "megtagad",
      "érvénytelen", "állapotkód", "nem található",
    ],
    "ro": ["eroare", "erori", "eșec", "nu se poate", "nu funcționează", "excepți"],
    "tr": [
      " hata", "başarısız", "yapılamıyor", "edilemiyor", "çalışmıyor", "özel durum", "reddedildi", "geçersiz",
      "durum kodu", "bulunamadı", "uyarısı", "zaman aşımı", " sorun", "yanıt vermiyor", "başlatılamıyor",
      "açılamıyor",
      "kullanılamıyor", "alınamıyor", "yetersiz", "beklenmeyen", "engellendi", "aşıldı", "bağlanılamıyor",
    ],
    "ru": [
      "ошибк", "ошибок", "сбой", "сбоя", "сбои", "сбоев", "не удается", "не удаётся", "не удалось",
      "невозможно", "не работает", "исключени",
      "отказ", "недопустим", "код состояния", "время ожидания", "не найден", "предупреждени", "неполадк",
      "проблем",
    ],
    "uk": [
      "помилк", "помилок", "збій", "не вдається", "не вдалося", "неможливо", "не працює", "виняток",
      "код стану",
    ],
    "el": ["σφάλμα", "σφάλματα", "αποτυχ", "δεν είναι δυνατ", "εξαίρεση"],
    "he": ["שגיאה", "שגיאות", "נכשל", "לא ניתן"],
    "ar": ["خطأ", "أخطاء", "فشل", "تعذر", "استثناء"],
    "vi": ["lỗi", "thất bại", "không thể", "ngoại lệ"],
    "id": ["kesalahan", " gagal", "tidak dapat", "tidak bisa"],
    "th": ["ข้อผิดพลาด", "ล้มเหลว", "ไม่สามารถ"],
    "hi": ["त्रुटि", "विफल"],
    "ja": [
      "エラー", "失敗", "できない", "できません", "例外", "状態コード", "ステータス コード", "見つからない", "見つかりません", "クラッシュ", "タイムアウト",
      "拒否", "無効な", "不具合", "障害", "停止する", "警告", "問題が発生", "動作しない", "起動しない", "の問題", "応答しない", "応答しません",
      "不足して", "競合", "予期しない", "利用できない", "使用できない", "期限切れ", "遅い", "バグ",
    ],
    "zh": [
      "错误", "錯誤", "失败", "失敗", "无法", "無法", "不能", "异常", "例外狀況", "状态代码", "狀態碼", "状态码", "找不到", "未找到", "超时", "逾時",
      "拒绝", "拒絕",
      "无效", "無效", "崩溃", "故障", "警告", "问题", "問題", "没有响应", "沒有回應", "无响应", "卡住", "不可用", "不足",
      "冲突", "衝突", "意外", "过期", "過期", "缺少", "遺漏", "缓慢", "緩慢", "例外", "當機", "损坏", "損毀",
    ],
    "ko": [
      "오류", "실패", "수 없", "예외", "상태 코드", "찾을 수", "시간 초과", "시간 제한", "거부", "잘못된", "크래시", "경고", "장애",
      " 문제", "응답하지 않", "작동하지 않", "시작되지 않", "사용할 수 없", "부족", "충돌", "예기치 않은", "만료", "차단", "유효하지 않",
      "느림", "느린", "중단",
    ],
  ]

  /// Troubleshooting words by language; not a sign of a failure on their own.
  static let troubleshootStems = [
    "トラブルシューティング", "疑难解答", "故障排除", "故障排查", "疑難排解", "문제 해결", "problembehandlung", "problembehebung",
    "fehlerbehebung",
    "behandeln von problemen", "résolution des problèmes", "résoudre les problèmes", "dépannage", "dépanner",
    "устранение неполадок",
    "solución de problemas", "solucionar problemas", "solucionar los problemas", "risoluzione dei problemi",
    "risolvere i problemi", "solução de problemas",
    "solucionar problemas", "resolução de problemas", "problemen oplossen", "probleemoplossing", "felsök",
    "fejlfinding", "feilsøking", "vianmääritys",
    "rozwiązywanie problemów", "rozwiązywania problemów", "řešení potíží", "řešení problémů", "hibaelhárítás",
    "sorun giderme", "sorunlarını giderme",
    "depanare", "усунення несправностей", "beheben von problemen", "behandlung von problemen",
    "résolution de problème",
    "resolver problemas", "resolução dos problemas", "risoluzione di problemi", "устранение проблем",
    "решение проблем",
    "問題の解決", "问题排查", "問題排查", "排查问题", "问题诊断", "解决问题", "sorunları giderme", "rozwiązywania problemu",
  ]

  /// Phrases that contain a failure word but do not describe a failure.
  static let neutralStems = [
    "fehlerprotokoll", "fehlerbehandlung", "fehlertoleran", "fehlersuche", "fehlerbehebung",
    "gestion des erreurs", "journal des erreurs", "エラー ログ", "エラーログ",
    "エラー処理", "エラー ハンドリング", "错误日志", "错误处理", "錯誤記錄", "오류 로그", "오류 처리", "журнал ошибок", "журналы ошибок",
    "обработка ошибок",
    "registro de errores", "control de errores", "gestione degli errori", "registro degli errori",
    "log de erros", "tratamento de erros",
    "foutenlogboek", "foutafhandeling", "felhantering", "obsługa błędów", "dziennik błędów",
    "zpracování chyb", "protokol chyb", "hibakezelés", "hata günlü",
    "hata işleme", "fehlerberichte", "fehler melden", "rapports de bogue", "rapports de bug",
    "signaler un bug",
    "signaler un problème", "signaler une erreur", "informes de errores", "informe de errores",
    "notificar un error",
    "relatórios de bugs", "relatório de bugs", "relatar bugs", "relatar problemas", "segnalazione di bug",
    "segnalare un problema", "segnalare un bug", "zgłaszanie błędów", "hlášení chyb", "nahlášení chyb",
    "hata bildir",
    "сообщить об ошибке", "сообщить о проблеме", "バグの報告", "バグ報告", "バグレポート", "エラーの報告", "报告错误", "报告 bug",
    "提交 bug", "報告錯誤", "버그 보고", "버그 신고", "오류 보고", "常见问题", "常見問題", "问题解答", "問題解答", "よくある質問",
    "problemlos", "seguimiento de problemas",
  ]
}
