extension Grammar {
  static let data = #"""
    key = 'a' | 'message' | 'error' | 'level' | 'time' | 'msg' | 'code' | 'status' | 'exitCode' | 'details' | 'innererror' | 'log' | 'stream' | 'timestamp' | 'severity' | 'logger' | 'name' | 'stack' | 'exception' | 'args' | '' | word | 'text' | 'expect' | 'none_ok' | 'PRIORITY' | 'MESSAGE' | '@t' | 'levelname' | 'response' | 'body'
    json = '{}' | '{' members '}' | '[' elements ']' | '{"error":{"code":"' word '","message":"' message '","details":[' elements ']}}' | '{"message":' jstring ',"level":"' level '"}' | '{"log":"' message '\\n","stream":"stderr","time":"' time '"}' | '{' members | '[' elements
      | '{"level":' jvalue ',"time":' jvalue ',"msg":' jvalue '}' | '{\'error\': \'' message '\', \'code\': ' number '}' | '{"error":"' jescaped '"}' | '{\\"error\\":\\"' message '\\"}' | jvalue | 'null' | '{' nl '  "' key '": ' jvalue nl '}'
    jescaped = '{\\"message\\": \\"' words '\\"}' | '{\\"' key '\\":{\\\\\\"a\\\\\\":1}}' | '\\' escape | words
    jstring = '""' | '"' words '"' | '"' message '"' | '"' escape words '"' | '"' | '"\\u' hex '"' | '"\\' letters '"' | '\'' message '\'' | '"' jescaped '"' | '"' time '"' | '"' level '"'
    jvalue = '1' | jstring | jstring | number | 'true' | 'null' | json | '[]' | 'None' | 'True' | '-' | '1.' | '01' | '-0' | '1e5' | 'NaN' | time | '"' number '"'
    members = '"a":1' | '"' key '":' jvalue | '"' key '":' jvalue ',' members | '"' key '": ' jvalue ', ' members | '"' key '":' jvalue ',' | '"' key '"' | '"' key '":' nl jvalue ',' nl members
    elements = '1' | jvalue | jvalue ',' elements | jvalue ', ' elements | jvalue nl elements | ''
    case = '{"text":' jstring ',"expect":["' id '"]}' | '{"text":' jstring ',"expect":[]}' | '{"id":' jvalue ',"text":' jstring ',"expect":[' ids '],"none_ok":' jvalue '}' | json | '' | '{"text":"' message '","expect":[' ids ']}'
    id = 'training-jobs#job-cannot-get-a-node' | word '#' word | word '#' word '/' word | word | 'path/' word '.md#' word | '#' | '' | 'incident#' number | word '#' word '/' | '/' | '#/' | 'incident#1'
    ids = '"a#b"' | '"' id '"' | '"' id '", ' ids | jvalue
    cases = case nl | case nl cases | case nl case nl cases
    pattern = '(?<body>.*)' | '(?<time>' regex ') (?<body>.*)' | '(?<time>' regex ')' sp '(?<level>' regex ')' sp '(?<logger>' regex ')' sp '(?<body>.*)' | regex | regex pattern | '(?<' word '>' regex ')' pattern
    regex = '\\\\w+' | '\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d' | '[A-Z]+' | '.*' | '(' regex ')' | regex regex | regex '|' regex | regex '*' | regex '+?' | '[^' printable ']' | '(?:' regex ')' | '\\\\S+' | '(' | ')' | '[' | '\\\\' | word | '(?=' regex ')' | '(?R)' | '(a+)+' | '\\\\p{L}' | '(?<time>' | '{' number ',' number '}' | '\\\\K' | '(*COMMIT)' | '\\\\C' | '^' | '$'
    sample = '{"line": ' jstring '}' | '{"line": "' time ' ' level ' ' words '", "time": "' time '", "level": "' level '", "body": ' jstring '}' | '{"line": ' jstring ', "time": ' jvalue ', "level": ' jvalue ', "logger": ' jvalue '}' | jvalue | '{' members '}'
    samples = sample | sample ', ' samples | sample
    format = '{"name": "depot", "title": "t", "patterns": ["' pattern '"], "samples": [' samples ']}' | '{"name": ' jstring ', "title": ' jstring ', "patterns": ["' pattern '", "' pattern '"], "levels": {"' word '": "' level '"}, "samples": [' samples ']}'
      | '{"name": "depot", "reader": ' jstring ', "patterns": [' elements '], "samples": [' samples '], ' members '}' | json | '{"name": "depot", "title": "t", "reader": "json", "fields": {' members '}, "samples": [' samples ']}' | '{"name": "depot", "pattern": "' pattern '", ' members '}'
    """#

  static let articles = #"""
    mark = '*' | '_' | '**' | '`' | '``' | '~~' | '[' | ']' | '(' | ')' | '![' | '<' | '>' | '|' | '\\' | '<!--' | '-->' | '<?' | '<!' | '](' | '$' | ':::' | '{' | '}' | '[^1]' | '<br>' | '<br/>' | '</a>'
    inline = words | words | inline ' ' inline | '`' message '`' | '**' inline '**' | '*' inline '*' | '[' inline '](' path ')' | '[' inline '](' url ' ' quoted ')' | '![' words '](' path ')' | mark | '<a name="' word '"></a>' | '<a id=' word '>' inline '</a>' | mark inline | '~~' inline '~~'
      | '<' word '>' inline '</' word '>' | '<' letters ' ' fields '>' | '&' letters ';' | '&#' digits ';' | '`` ' message ' ``' | url | message | '[' inline '][' word ']' | '[!INCLUDE [' words '](' path ')]' | '{{< ' word ' >}}' | '[`' message '`](#' word ')' | '“' message '”' | character
    slug = 'a' | word | word '-' word | '-' | digits | 'größe' | word '%20' word | character
    heading = '# ' words | '## ' inline | '### ' inline ' {#' slug '}' | '## <a name="' slug '"></a>' inline | inline nl '===' | inline nl '---' | '#' | '#### ' inline ' ##' | '<h2 id="' slug '">' inline '</h2>' | '## ' inline | '####### ' words | '## `' message '`' | '<a name="' slug '"></a>' nl '## ' inline | '#' words | '## [' inline '](#' slug ')' | '# [Tab](#tab/' slug ')' | '## ' exception | '##'
    cell = 'a' | inline | '' | '`' message '`' | inline '<br>' inline | '\\|' inline | '`a|b`' | ' ' inline ' ' | words | exception
    row = '|a|b|' | '|' cell '|' cell '|' | cell '|' cell | '|' cell '|' cell '|' cell '|' | '|' cell | '|' | '| ' cell ' | ' cell
    rule = '|-|-|' | '|---|:--:|' | '-|-' | '|---|' | '|--|--|--|' | ':-:|-'
    rows = row nl | row nl rows | row nl rows
    table = '|Error|Fix|\n|-|-|\n' row nl | row nl rule nl rows | '| Error | Resolution |' nl '|-------|------------|' nl rows | '| Error code | Message | Cause |\n|--|--|--|\n' rows | '<table>' htmlrows '</table>' | '> ' row nl '> ' rule nl '> ' row | '<table><tr><th>' cell '</th><th>Fix</th></tr>' htmlrows
    htmlrows = '<tr><td>a</td></tr>' | '<tr><td>' cell '</td><td>' cell '</td></tr>' htmlrows | '<tr><td colspan=' number ' rowspan="' number '">' cell '</td>' htmlrows | '<tr>' nl '<td>' inline | '</td></tr>' | '<thead><tr>' htmlrows '</thead>' | '<td>' table '</td>'
    fence = '```' nl '```' | '```' nl report nl '```' | '```output' nl report nl '```' | '~~~' word nl log '~~~' | '```' word nl message | '    ' message nl '    ' message | '````' nl fence nl '````' | '```json' nl json nl '```' | '```bash' nl '$ ' words nl '```'
    item = '- a' | '- ' inline | '1. ' inline | '* ' inline nl '  - ' item | '- ' block | digits '. ' inline nl nl '   ' block | '- [ ] ' inline | '+ ' inline
    alert = '> [!NOTE]\n> a' | '> [!' upper ']' nl '> ' inline | '> ' block | '!!! note "' words '"' nl '    ' inline | ':::' word nl block nl ':::' | '> [!TIP]' | '::: ' fields nl inline nl ':::' | '<details><summary>' inline '</summary>' nl nl block nl nl '</details>'
    block = 'a' | inline | inline | inline nl inline | table | table | fence | fence | item | item nl item | alert | '<!-- ' inline ' -->' | '<!--' | '---' | '<div>' nl block nl '</div>' | '[' slug ']: ' url | '[!INCLUDE [a](' path ')]' | '[^' slug ']: ' inline | heading | '<a name="' slug '"></a>' | '**' exception '**' | '**Symptom**: ' message | 'Cause:' | message | import
    import = 'import a from "b"' | 'export const a = {' members '}' | '<Tabs>' nl block nl '</Tabs>' | '{% ' words ' %}' | '<' word ' ' fields '/>' | '{' words '}'
    section = heading nl block | heading nl nl block nl nl section | heading nl block nl nl block nl section | heading nl section | heading nl nl block nl nl block
    meta = 'title: a' | 'title: ' message | 'title: ' quoted | 'description: ' inline | 'ms.date: ' date | 'ms.contentlocale: ' locale | 'locale: ' locale | word ': ' value | 'tags: [' words ', ' value ']' | '- ' words | '  ' meta | '&a ' meta | '*a' | 'title: |' nl '  ' message | 'title: >-' nl '  ' words
      | '"' word '": ' json | 'date: ' time | '? ' words | '!!binary ' hex | '<<: *a' | 'known_error: ' id | 'title: &a [*a, *a]' | word ':' nl '  ' meta | '# ' words | '%YAML 1.1' | 'lang: ' locale | 'title:' | '{' fields '}' | '\t' meta | 'aliases: [*a]' | 'source_revision: ' hex
    locale = 'en-us' | 'de' | 'zh-Hans-CN' | word | '-' | 'en_US.UTF-8' | '' | 'x' digits | 'de-' | '-de' | character
    metas = meta | meta nl metas | meta nl meta nl metas | meta nl metas
    front = '---\ntitle: a\n---\n' | '---' nl metas nl '---' nl | '---' nl metas | '+++' nl word ' = ' quoted nl '+++' nl | '---' nl '---' nl | '\#u{feff}---' nl metas nl '---' nl | '---' nl metas nl '...' nl | '### YamlMime:FAQ' nl faq | '---' nl metas nl '---'
    faq = 'title: a\nsections: []\n' | 'metadata:' nl '  title: ' words nl 'sections:' nl '  - name: ' words nl '    questions:' nl questions | metas nl faq
    questions = '      - question: a\n        answer: b\n' | '      - question: ' inline nl '        answer: |' nl '          ' block nl questions | '      - ' meta nl questions
    article = '# a\n\nb\n' | front '# ' inline nl nl block nl nl section | front section | '# ' words nl nl section | section nl section | front block | block nl nl block | front '# ' words nl nl '## ' inline nl table nl section | '# ' words nl nl table nl nl fence nl section
    """#
}
