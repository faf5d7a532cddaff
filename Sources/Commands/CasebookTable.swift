public import CasebookCommandKit
import CasebookService

/// The version of the program.
public let casebookVersion = "0.2.0"

/// All verbs of the program.
public let casebookTable: CommandTable<Surroundings> = CommandTable(
  name: "casebook", version: casebookVersion,
  summary: "find the known fix for an error, and keep what worked",
  discussion: """
    Casebook is a knowledge base in one SQLite file: troubleshooting articles in many languages, the errors of past \
    runs, and the incidents that people dealt with. It works offline, and says unknown rather than guess.

    Without a verb, it diagnoses what it is given: a pipe, a file, or a message in quotes.
    """,
  globals: GlobalOptions.all,
  environment: [
    Choice("CASEBOOK_DB", "the path of the knowledge base"),
    Choice("CASEBOOK_DATA", "a folder whose articles/ to use in place of the bundled articles"),
    Choice("XDG_CONFIG_HOME", "folder of your own log formats, in casebook/formats"),
    Choice("XDG_DATA_HOME", "folder of the default knowledge base, in casebook"),
    Choice("LC_ALL, LC_MESSAGES, LANG", "the language to answer in"),
    Choice(
      "CASEBOOK_AUTHOR, GIT_AUTHOR_NAME",
      "the author of what you record; else the user of git, or of the system"),
    Choice("VISUAL, EDITOR", "the editor for a text that you do not give"),
    Choice("CASEBOOK_PAGER, PAGER", "the pager for long output; else less; empty for none"),
    Choice("NO_COLOR, CLICOLOR_FORCE", "print without colours; print colours into pipes as well"),
  ],
  firstSteps: [
    Example("an error or a log from a pipe", "kubectl logs scoring-7d9f | casebook"),
    Example("or a file", "casebook run.log"),
    Example("or a message", "casebook diagnose 'connection refused'"),
    Example("or words", "casebook search insufficient gpu"),
    Example("keep what happened", "casebook record --from run.log"),
    Example("and what fixed it", "casebook resolve 1 'gave the pod more memory'"),
  ],
  textVerb: "diagnose",
  parts: { context in
    programParts(context.bundled).map { VersionPart($0.name, $0.value) }
  },
  groups: [
    CommandGroup(
      "Find the fix", [DiagnoseVerb.command, SearchVerb.command, ShowVerb.command, ExportVerb.command]),
    CommandGroup("Feed the knowledge base", [IngestVerb.command, RunVerb.command]),
    CommandGroup(
      "Record what happened",
      [
        RecordVerb.command, NoteVerb.command, ResolveVerb.command, ReopenVerb.command, AmendVerb.command,
        IncidentsVerb.command, LearnVerb.command, OutcomeVerbs.worked, OutcomeVerbs.failed,
        ForgetVerb.command,
      ]),
    CommandGroup("Share with a team", [SyncVerb.command]),
    CommandGroup("Learn from the runs", [HistoryVerb.command, TriageVerb.command]),
    CommandGroup(
      "Look inside", [AuditVerb.command, SignatureVerb.command, TestVerb.command, CheckVerb.command]),
    CommandGroup("Keep it small", [PruneVerb.command]),
    CommandGroup("Serve other programs", [MCPVerb.command]),
    CommandGroup("The program itself", [DemoVerb.command, CompletionsVerb.command]),
  ])
