/// Column headers of error tables, as stems by language. A header decides only together with the cells.
enum TableHeaderWords {
  /// Headers of an error column.
  static let problem = StemMatcher([
    "error", "problem", "issue", "symptom", "exception", "failure", "warning", "event id", "message",
    "status code", "stop code", "exit code",
    "fehler", "meldung", "ausnahme", "erreur", "problème", "symptôme", "avertissement", "problema", "síntoma",
    "sintom", "mensaje", "messaggio", "errore", "erro",
    "mensagem", "fout", "probleem", "melding", "fel", "fejl", "feil", "virhe", "ongelma", "błąd", "błęd",
    "komunikat", "problém", "chyb", "hiba", "probléma", "hata", "sorun",
    "eroare", "ошибк", "проблем", "симптом", "сообщени", "помилк", "σφάλμα", "エラー", "問題", "症状", "メッセージ", "错误",
    "錯誤", "问题", "症狀", "消息", "訊息", "오류", "문제",
    "증상", "메시지", "현상", "现象", "現象", "徵兆", "异常", "例外", "警告", "경고", "objaw", "zpráva", "příznak", "bericht",
    "symptoom", "üzenet", "tünet", "meddelande", "ileti", "mesaj", "belirti", "предупрежд", "eccezion",
    "excepci",
    "exceç", "advertencia", "avviso", "falha", "fallo", "lỗi", "kesalahan", "ข้อผิดพลาด", "خطأ", "שגיאה",
  ])

  /// Headers of a column with the fix.
  static let remedy = StemMatcher([
    "resol", "solut", "solv", "fix", "remed", "action", "workaround", "mitigat", "recommend", "what to do",
    "how to", "troubleshoot", "corrective", "next step", "review", "auflösung",
    "lösung", "abhilfe", "behebung", "maßnahme", "umgehung", "empfehl", "résol", "contournement", "soluci",
    "acción", "acciones", "soluzion", "risoluz", "azion", "soluç", "resoluç", "ação", "ações",
    "oplossing", "actie", "lösning", "åtgärd", "løsning", "handling", "ratkaisu", "rozwiąz", "działani",
    "řešení", "akce", "megold", "teendő", "çözüm", "eylem", "soluți", "решен", "действи", "устранен",
    "рішення", "解決", "解像度", "対処", "回避", "修正", "対策", "アクション", "操作", "解决", "措施", "处理", "處理", "建议", "建議", "해결",
    "조치", "작업", "권장", "因應", "動作", "處置", "correc", "correz", "medida", "correctif", "recommand", "recomend",
    "consigli", "napraw", "zalec", "oprav", "nápravn", "doporuč", "düzelt", "öneri", "yapılacak", "рекоменд",
    "исправ",
    "推奨", "推荐", "giải pháp", "solusi", "λύση",
  ])

  /// Headers of a column with the cause or the meaning.
  static let cause = StemMatcher([
    "cause", "reason", "descri", "explan", "meaning", "detail", "ursache", "beschreib", "grund", "erläuter",
    "erklär", "bedeutung", "raison", "explic", "signific", "causa", "descr", "motiv", "oorza", "beschrijv",
    "orsak", "beskriv", "årsag", "årsak", "przyczyn", "opis", "příčin", "popis", "oka", "leírás", "neden",
    "açıklama", "причин", "описани", "原因", "説明", "詳細", "理由", "说明", "描述", "說明", "원인", "설명",
    "이유", "세부", "详细", "細節", "意味", "含义", "意義", "의미", "detalle", "detalhe", "dettagl", "spiegaz", "powód",
    "znaczeni",
    "szczegół", "důvod", "význam", "podrobnost", "sebep", "ayrıntı", "anlam", "пояснени", "значени",
    "подробн",
  ])

  /// Headers of a first column of names or values: such a table describes an interface.
  static let value = StemMatcher([
    "parameter", "property", "field", "type", "option", "setting", "attribute", "value", "library", "command",
    "name", "argument", "flag",
    "eigenschaft", "einstellung", "wert", "befehl", "paramètre", "propriété", "valeur", "champ", "parámetro",
    "propiedad", "valor", "parametro",
    "proprietà", "parâmetro", "propriedade", "параметр", "свойство", "значение", "パラメーター", "プロパティ", "値",
    "ライブラリ", "参数", "參數", "属性", "屬性", "매개 변수", "속성", "값",
    "이름", "옵션", "설정", "형식", "名称", "名稱", "选项", "選項", "设置", "設定", "类型", "類型", "値", "值", "名前", "オプション", "種類",
    "parametr", "właściwoś", "wartoś", "nazwa", "opcj", "vlastnost", "hodnot", "název", "možnost",
    "parametre", "özellik",
    "değer", "seçenek", "ayar", "eigenschap", "waarde", "naam", "имя", "название", "opción", "opção",
    "opzione", "nombre",
    "nome", "impostazion", "configuración", "configuração", "variable", "variabel",
  ])

  static func names(_ header: String, _ stems: StemMatcher) -> Bool {
    stems.matches(Array(header.lowercased().utf8))
  }
}
