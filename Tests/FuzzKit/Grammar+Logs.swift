extension Grammar {
  /// The shapes of logs, reports, articles, cases and formats.
  static let casebook = Grammar([values, messages, lines, articles, data].joined(separator: "\n"))

  private static let values = #"""
    sp = ' ' | ' ' | ' ' | '  ' | '\t' | ''
    pad = ' ' | ' ' pad | '   ' pad | '\t' pad
    nl = '\n' | '\n' | '\n' | '\r\n' | '\r' | '\n\n' | '\n  ' | '\n\t'
    number = '7' | digits | '-' digits | digits '.' digits | '0x' hex | '1e' digits | '0' | '-1' | digits ',' digits | '+' digits
      | '9223372036854775807' | '-9223372036854775808' | '18446744073709551616' | '4294967296' | digits unit | digits sp unit
      | digits '%' | digits '.' digits '.' digits | '1_000' | '٣' | '００' | 'NaN' | 'inf' | '1e999' | '.' digits | digits '.'
    unit = 's' | 'ms' | 'm' | 'h' | 'd' | 'µs' | 'GB' | 'MiB' | 'kB/s' | 'm' digits 's' | 'seconds' | 'bytes/sec'
    word = 'a' | 'error' | 'failed' | 'the' | 'node' | letters | letters | 'module' | 'ошибка' | 'エラー' | 'Fehler' | 'größe' | 'no such host'
      | 'timed out' | 'connection refused' | 'EOF' | 'FAILURE' | 'CrashLoopBackOff' | 'OOMKilled' | 'ModuleNotFoundError'
      | 'exit code' | 'exit status' | 'signal' | 'status' | 'errno' | 'HTTP' | 'rpc error' | 'Caused by' | 'd' | 'é' | 'ʼ' | '١'
      | 'code = ' word ' desc = ' message | 'killed' | 'Insufficient' | 'not found' | 'cannot' | 'warning' | 'x509' | character | character
    words = word | word sp words | word ' ' words | word ' ' value ' ' words | word '-' words | word '_' words | word '.' words
    value = number | number | quoted | path | url | uuid | ip | time | bracketed | secret | package | email | mask | hash | option
    quote = '"' | '\'' | '`' | '«' | '»' | '“' | '”' | '「' | '\\"' | '\\\\"' | '&quot;'
    quoted = '""' | '"' words '"' | '\'' words '\'' | '`' value '`' | quote message quote | '\'' path '\'' | '"' path
      | '\\"' message '\\"' | '“' words '”' | 'b\'' message '\'' | 'u"' words '"' | '"' printable '"' | '/' quoted | '"/ ' words '"'
    open = '(' | '[' | '{' | '<' | '"' | '\'' | '（' | '【'
    close = ')' | ']' | '}' | '>' | '"' | '\'' | '）' | '】'
    bracketed = '[]' | '[' words ']' | '(' value ')' | '{' fields '}' | '<' word '>' | open message close | open | close
    path = '/a' | '/' word '/' word '.' word | './' word | 'C:\\' word '\\' word | '~/' word | '/' word ':' digits | word '/' word '.go:' digits
      | '..' '/' word | '\\\\' word '\\' word | '//' word | '/' | '/' digits '.' digits ':' digits | word '/' word | '/' word '/' path | '\\\\?\\C:\\' word
    url = 'http://a' | 'https://' word '.com:' digits '/' word '?' fields | 'redis://:' word '@' word | 'https://' | 'file:///' word
      | word '://' words | 'https://user:' secret '@host/' path | 'azurecr.io/' word ':' digits | word '.azurecr.io/' word '@sha256:' hex
    uuid = '123e4567-e89b-12d3-a456-426614174000' | hex '-' hex '-' hex '-' hex '-' hex
    ip = '10.0.0.1' | '10.0.0.' digits ':' digits | '::1' | '[' hex '::' hex ']:' digits | 'fe80::' hex '%eth' digits | '::' | ':::' | hex ':' hex ':' hex
    email = 'a@b' | word '@' word '.com' | '@' | word '@'
    secret = 'password=x' | 'token=' hex | 'Bearer ' hex '.' hex '.' hex | 'ghp_' letters letters hex hex | 'AKIA' letters letters | 'PASSWORD \'' words '\''
      | '-----BEGIN RSA PRIVATE KEY-----' nl hex nl '-----END RSA PRIVATE KEY-----' | 'secret: ' quoted | 'AccountKey=' hex '==' | 'api_key' sp '=' sp value
      | '-----BEGIN PRIVATE KEY-----' | '-----END PRIVATE KEY-----' | '-----BEGIN ' | 'eyJ' hex '.eyJ' hex '.' hex | 'pwd' word '=' value ';' | '"password":' value
    package = 'a==1.0' | word '==' number | word '>=' number ',<' number | word '@' number '.' number | word '==' | '==' | 'pip' word '~=' number
    mask = '<num>' | '<*>' | '<path>' | '<any>' | '<cut>' | '<' | '<<num>>' | '<num' | '<num:' digits '>' | '<time>' | '<secret>' | '<redacted>'
    hash = 'v1:' hex | 'g1:' hex | 'sha256:' hex | hex hex hex hex
    option = '--a' | '--' word '=' value | '-' letters | '--' | '-' digits | '--' word '-' word
    date = '2024-01-02' | 'Mon, 2 Jan 2024' | 'Tue, ' digits | 'Wed Jan 31' | digits '-' digits '-' digits | '2024/01/02' | '02.01.2024' | '20240102' | 'Jan  2' | 'Jan ' digits | 'Tue Jan 2' | '1/2/24' | '9999-12-31' | '0000-00-00' | '2023-02-29'
    clock = '03:04:05' | digits ':' digits ':' digits | '03:04:05.678' | '03:04:05,678' | '25:61:61' | '3:04 PM' | '23:59:60' | '03:04' | '03:04:05.' digits
    zone = 'Z' | '+01:00' | ' UTC' | ' +0100' | '' | ' CET' | '-99:99' | '+' digits | 'z' | ' PST8PDT'
    time = '2024-01-02T03:04:05Z' | date 'T' clock zone | date ' ' clock zone | date sp clock | clock | date | digits | '1704164645' | '1704164645.678' | '1704164645678'
      | date ' ' clock ' ' digits | '02/Jan/2024:03:04:05 +0000' | '240102 030405' | date '_' clock | '@' digits | date
    """#

  private static let messages = #"""
    message = words | words | words ': ' message | words sp message | value | value sp message | label | chain | bracketed message | '' | words ' (' message ')'
      | words '=' value | fields | words '; ' message | words ', ' message | message ' ---> ' message | json | words ':' message | escape message | bytes | printable
      | 'Error: ' message | words '.' | words '...' | words '!' | words '?' | quoted | '- ' message | '* ' message | '> ' message | '#' digits ' ' message
      | message nl message | 'cannot ' words | word ' failed: ' message | 'nodes are available: ' number ' Insufficient ' word | '$1' | '$' word | '%' words '%'
    label = word ': ' word | word ': ' upper | upper ': ' upper | word ':' | ': ' word | word ':' word | word ': ' | word ' : ' word | upper ':' | word '::' word | word ': ' value | word ' = ' upper
    upper = 'ERROR' | 'FAILED' | 'FAILURE' | 'FA' | 'E' | 'EOF' | 'SIGKILL' | 'OK' | 'ENOENT' | 'HTTP/1.1' | 'É' | 'NCCL'
    chain = word ': ' word | label ': ' chain | words ': ' chain | words ': ' words ': ' words | word ' failed: ' words ': ' upper | word ': ' chain ': ' chain | words ': rpc error: code = ' word ' desc = ' chain
      | 'Get ' quoted ': ' chain | 'failed to ' words ': ' chain | upper ': ' chain | word ': : ' chain | 'rpc error: code = ' | 'rpc error: code = ' word | chain ' (caused by: ' chain ')' | 'code = ' word ' desc = ' chain
      | words ' caused by: ' chain | words '; nested exception is ' exception | words ' with error ' chain | '"' words '": ' chain | words ':\n' chain
    exception = 'ValueError' | word 'Error: ' message | 'java.lang.' word 'Exception: ' message | word '.' word 'Exception' | word 'Exception: ' message ' ---> ' exception | 'System.' word 'Exception: ' message
      | 'E' digits ': ' message | word '::' word 'Error' | 'panic: ' message | 'thread \'main\' panicked at ' path ':\n' message | 'error[E' digits ']: ' message | 'Unhandled exception. ' exception
      | 'Exception in thread "main" ' exception | 'WebserviceException: ' message | 'fatal error: ' message | path ':' digits ':' digits ': error: ' message | path '(' digits ',' digits '): error CS' digits ': ' message
      | 'npm ERR! ' message | 'ERROR: ' message | 'segmentation fault' | 'KeyError: ' quoted | 'AssertionError' | 'Killed' | exception ': ' exception
    escape = '\e[0m' | '\e[' digits 'm' | '\e[' digits ';' digits 'm' | '\e]0;' word '\e\\' | '\e[' | '\e' | '\e]8;;' url '\e\\' | '\0' | '\\n' | '\\t' | '\\u00' hex | '\\x' hex | '\\' | '\\ud83d\\ude00' | '\\ud83d' | '\\u'
      | '\r' | '\t' | '%20' | '&lt;' | '&#' digits ';' | '&#x' hex ';' | '\#u{7f}' | '%' hex | '\\\\' | '\\"' | '\\0' | '\\ud83d\\u0041'
    """#

  private static let lines = #"""
    level = 'ERROR' | 'error' | 'Error' | 'WARN' | 'warning' | 'Info' | 'INFO' | 'DEBUG' | 'FATAL' | 'critical' | 'E' | 'W' | 'ERR' | 'eRRoR' | 'SEVERE' | 'trace' | 'NOTICE' | 'PANIC' | 'level=error' | 'crit'
    header = '' | time sp | time pad level pad | time pad level | level pad time pad | time sp level sp | '[' time ']' sp '[' level ']' sp | level ': ' | time ' ' level ' ' word ' - ' | time ' | ' level ' | ' word ' | ' | '[' level '] ' | '(' level ')' | '<' digits '>' | '<' digits '>1 ' time ' ' word ' ' word ' - - - '
      | 'Jan  2 03:04:05 ' word ' ' word '[' digits ']: ' | 'E0102 03:04:05.678901 ' digits ' ' word '.go:' digits '] ' | '[rank' digits ']: ' | '(pid=' digits ') ' | '(' word ' pid=' digits ', ip=' ip ') ' | time ' stderr F ' | time ' stdout P '
      | word '_1  | ' | word '-1 | ' | ip ' - - [' time '] ' | time ' [' digits '] ' level ' ' | level '|' time '|' word '|' | time ',' digits ' - ' word ' - ' level ' - ' | header header | bracketed sp | word ' ' | '#' digits ' ' digits '.' digits ' ' | '  '
      | time '\t' level '\t' word '\t' | word '.log:' time ' ' | level sp | time ': ' | '[' | '[' time | '--- ' | '-- ' | time ' ' word ' ' word '[' digits ']: ' | '- - - ' | '*** ' | '>>> ' | time ' ' level ' (' word ':' digits ') [' word '] '
      | '{"log":"' | 'ts=' time ' level=' level ' msg=' | 'time="' time '" level=' level ' msg="' | '[' word ':' word '] [pid ' digits ':tid ' digits '] ' | '[' digits '] ' | '[' digits '/' digits '] ' | time ' ' digits ' [' level '] ' digits '#' digits ': *' digits ' '
    fields = 'a=b' | word '=' value | word '=' value ' ' fields | word '=' quoted ' ' fields | word ':' value ',' fields | '"' word '":' value ',' fields | word '=' | '=' value | word '="' message '"' | 'msg=' quoted ' ' fields | 'level=' level ' ' fields | 'error=' quoted
    line = header message | header message | header exception | header message | header label | header chain | label | chain | json | header json | fields | frame | message | header fields | '' | exception | event | access | header | header value | upper
      | diagnostic | header frame | message '\n' | escape line | exit
    exit = 'exit code 137' | 'Process finished with exit code ' number | 'exited with ' number | 'exit status ' number | 'returned non-zero exit status ' number | 'Exit Code: ' number | 'exit_code=' number | 'terminated by signal ' number | '{"exitCode":' number '}'
    access = ip ' - - [' time '] "GET ' path ' HTTP/1.1" ' digits ' ' digits | ip ' - ' word ' [' time '] "' message '" ' number ' ' number ' "' url '" "' words '"' | 'INFO:     ' ip ' - "POST ' path ' HTTP/1.1" ' digits ' ' words
    event = 'Warning  Failed  2m  kubelet  ' message | number sp '(x' digits ' over ' digits unit ')' sp message | '  Warning  ' word '  ' digits 's (x' digits ' over ' digits 'm)  ' word '  ' message | digits 'm  Warning  ' word '  pod/' word '  ' message
      | '  Type     Reason  Age  From  Message\n  ----     ------  ----  ----  -------\n' event
    diagnostic = path ':' digits ': error: ' message | path ':' digits ':' digits ': ' level ': ' message | 'error[E' digits ']: ' message '\n  --> ' path ':' digits ':' digits '\n   |\n' digits ' | ' words | path '(' digits '): ' message | 'make: *** [' word '] Error ' digits
    frame = '  File "a.py", line 7, in f' | '  File ' quoted ', line ' number ', in ' word | '\tat ' word '.' word '(' word '.java:' digits ')' | '   at ' word '() in ' path ':line ' digits | '    at ' word ' (' path ':' digits ':' digits ')' | '  #' digits ' 0x' hex ' in ' word ' ' path
      | 'goroutine ' digits ' [running]:' | '\t' path ':' digits ' +0x' hex | '\t... ' digits ' more' | '    ' message | '    ^^^^' | '   --- End of inner exception stack trace ---' | 'Caused by: ' exception | 'stack backtrace:' | '  ' digits ': ' word '::' word
      | 'During handling of the above exception, another exception occurred:' | 'The above exception was the direct cause of the following exception:' | '  | ' exception | '  +-+---------------- ' digits ' ----------------'
    traceback = 'Traceback (most recent call last):\n' exception | 'Traceback (most recent call last):' nl frame nl exception | 'Traceback (most recent call last):' nl frame nl message nl traceback | header 'Traceback (most recent call last):' nl header frame nl header exception
      | exception nl frame nl frame nl 'Caused by: ' exception nl frame | traceback nl nl 'During handling of the above exception, another exception occurred:' nl nl traceback | 'Traceback (most recent call last):' | exception ':' nl '\tMessage: ' message nl '\tInnerException ' message nl '\tErrorResponse' nl json
      | 'panic: ' message nl nl 'goroutine 1 [running]:' nl frame | '  + Exception Group Traceback (most recent call last):' nl '  | ' exception nl frame | exception nl '    Caused by: ' exception nl frame nl '   Suppressed: ' exception
      | 'Traceback (most recent call last):' nl traceback | 'Traceback (most recent call last):\\n  File \\"a\\", line 1\\n' exception
    entry = line | line | traceback | line nl frame | json | header traceback | line nl '    ' line | diagnostic | event nl event
    report = entry | entry nl report | entry nl entry nl report | entry nl nl report | entry | line | line
    log = line nl | line nl log | line nl log | entry nl log | header message nl log | json nl log | line nl line nl
    """#
}
