// swift-tools-version: 6.2
import PackageDescription

/// One language mode and strictness for all targets: a warning is an error.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Readers run under libFuzzer (script/check-fuzz --coverage) where this is set. Modules of data stay as they are: their
/// large literals would take the compiler an hour.
let isCoverage = Context.environment["CASEBOOK_COVERAGE"] != nil
let coverage = "-sanitize=fuzzer,address"

/// Set for the program that is shipped (script/build): what no time is spent in is then compiled for size, so that
/// there is room for data. A package that others depend on may have no such flags.
let isShipped = Context.environment["CASEBOOK_SHIPPED"] != nil

/// A C library of the system: its module map is in `Sources/System/NAME`.
///
/// No pkg-config, which would put the system's folder before the folder of archives (see `script/build`).
func system(_ name: String, apt: String) -> Target {
  .systemLibrary(name: name, path: "Sources/System/\(name)", providers: [.apt([apt])])
}

/// A module of the library: `Sources/FOLDER` holds `CasebookFOLDER`.
func module(_ folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
  let isSmall =
    isShipped && ["Commands", "CommandKit", "Postgres", "Calculations", "Translations"].contains(folder)
  return .target(
    name: "Casebook\(folder)", dependencies: dependencies, path: "Sources/\(folder)",
    swiftSettings: strict + (isCoverage ? [.unsafeFlags([coverage])] : [])
      + (isSmall ? [.unsafeFlags(["-Osize"])] : []))
}

func tests(_ folder: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(folder)Tests", dependencies: dependencies, path: "Tests/\(folder)Tests", exclude: exclude,
    swiftSettings: strict)
}

/// The files of `data/formats`.
let formats = [
  "access", "apache", "azureml-driver", "azureml-scoring", "celery", "compose", "cri", "docker",
  "docker-build", "go", "gunicorn", "hadoop", "journal", "json", "klog", "kubernetes-events", "log4j",
  "logback", "logfmt", "loguru", "nccl", "nginx", "pip", "plain", "postgres", "python", "python-warning",
  "ranks", "rust", "spark", "spring", "syslog", "syslog-5424", "tensorflow", "transformers", "uvicorn",
  "zap",
]

let package = Package(
  name: "casebook",
  products: [
    .executable(name: "casebook", targets: ["casebook"]),
    .library(name: "Casebook", targets: ["Casebook"]),
  ],
  targets: [
    system("CSQLite", apt: "libsqlite3-dev"),
    system("CCmarkGFM", apt: "libcmark-gfm-extensions-dev"),
    system("CYAML", apt: "libyaml-dev"),
    system("CStemmer", apt: "libstemmer-dev"),
    system("CXXHash", apt: "libxxhash-dev"),
    system("CNettle", apt: "nettle-dev"),
    system("CUTF8Proc", apt: "libutf8proc-dev"),
    system("CMalloc", apt: "libc6-dev"),
    system("CZlib", apt: "zlib1g-dev"),
    system("CZstd", apt: "libzstd-dev"),
    system("CPCRE2", apt: "libpcre2-dev"),
    system("CExpat", apt: "libexpat1-dev"),
    .target(name: "CProcess", path: "Sources/System/CProcess"),
    .target(name: "CGlibc", path: "Sources/System/CGlibc"),
    .target(
      name: "CBundle", path: "Sources/System/CBundle",
      cSettings: Context.environment["CASEBOOK_COMMIT"].map { [.define("CASEBOOK_COMMIT", to: "\"\($0)\"")] }
        ?? []),
    .target(name: "CBridge", path: "Sources/System/CBridge"),
    .target(name: "CGloss", path: "Sources/System/CGloss"),
    .target(name: "CRun", path: "Sources/System/CRun"),

    module("Text", ["CXXHash", "CNettle", "CZstd", "CasebookWordData"]),
    module("Knowledge", ["CasebookText"]),
    module("SQLite", ["CSQLite"]),
    module("Postgres"),
    module("Analysis", ["CasebookKnowledge", "CasebookText", "CBridge", "CStemmer", "CUTF8Proc"]),
    module("Redaction", ["CasebookKnowledge", "CasebookText", "CasebookSecretData"]),
    module(
      "LogText",
      [
        "CasebookKnowledge", "CasebookText", "CasebookFormatData", "CasebookLeadData", "CPCRE2", "CExpat",
      ]),
    module(
      "Signatures", ["CasebookKnowledge", "CasebookText", "CasebookLogText", "CasebookIdentifierData"]),
    module(
      "Grouping",
      [
        "CasebookKnowledge", "CasebookText", "CasebookSignatures", "CasebookGroupingData",
      ]),
    module(
      "Articles",
      [
        "CasebookKnowledge", "CasebookText", "CasebookReadingData", "CCmarkGFM", "CGloss", "CYAML",
      ]),
    module("Archives", ["CasebookKnowledge", "CasebookText", "CZlib", "CZstd"]),
    module("CommandKit"),
    module("Calculations", ["CasebookText"]),
    module(
      "Storage",
      [
        "CasebookKnowledge", "CasebookText", "CasebookSQLite", "CasebookPostgres", "CasebookAnalysis",
        "CasebookSignatures", "CasebookArticles", "CasebookArchives",
        "CasebookLogText", "CasebookRedaction", "CasebookMigrations", "CasebookConceptData",
      ]),
    module(
      "Ingest",
      [
        "CasebookKnowledge", "CasebookText", "CasebookSignatures", "CasebookArticles", "CasebookLogText",
        "CasebookRedaction", "CasebookArchives", "CasebookStorage", "CProcess", "CBundle", "CRun",
      ]),
    module(
      "Diagnosis",
      [
        "CasebookKnowledge", "CasebookText", "CasebookAnalysis", "CasebookSignatures",
        "CasebookDiagnosisData",
      ]),
    module("Translations", ["CasebookKnowledge", "CasebookText", "CasebookArticles"]),
    module(
      "Service",
      [
        "CasebookTranslations", "CasebookDiagnosis", "CasebookIngest",
        "CasebookKnowledge", "CasebookText", "CasebookAnalysis", "CasebookSignatures", "CasebookArticles",
        "CasebookLogText",
        "CasebookGrouping", "CasebookRedaction", "CasebookCalculations", "CasebookDemoData",
        "CasebookStorage", "CasebookPostgres",
      ]),
    .target(
      name: "Casebook", dependencies: ["CasebookKnowledge", "CasebookService"], path: "Sources/Library",
      swiftSettings: strict),
    module(
      "Commands", ["CasebookKnowledge", "CasebookCommandKit", "CasebookService", "CasebookSchemaData"]),
    .executableTarget(
      name: "casebook",
      dependencies: ["CasebookCommands", "CasebookCommandKit", "CGlibc", "CMalloc", "CProcess", "CRun"],
      swiftSettings: strict),
    .target(
      name: "CasebookMigrations", path: "migrations", exclude: ["CHECKSUMS"],
      resources: [
        .embedInCode("0001_articles.sql"), .embedInCode("0002_runs.sql"), .embedInCode("0003_incidents.sql"),
        .embedInCode("0004_concepts.sql"), .embedInCode("0005_records.sql"),
        .embedInCode("0006_literals.sql"), .embedInCode("0007_groups.sql"),
        .embedInCode("0008_events.sql"), .embedInCode("0009_exports.sql"), .embedInCode("0010_journal.sql"),
        .embedInCode("0011_outcomes.sql"), .embedInCode("0012_assignments.sql"),
        .embedInCode("0013_tallies.sql"),
        .embedInCode("0014_slugs.sql"),
      ],
      swiftSettings: strict),

    .target(
      name: "CasebookConceptData", path: "data/concepts", exclude: ["concepts.jsonl"],
      resources: [.embedInCode("concepts.zst")],
      swiftSettings: strict),
    .target(
      name: "CasebookDemoData", path: "data/runs", exclude: ["formats"],
      resources: ["failed-deployment.log", "overloaded-service.jsonl", "scoring-container.log", "demo.txt"]
        .map {
          .embedInCode($0)
        },
      swiftSettings: strict),
    .target(
      name: "CasebookDiagnosisData", path: "data/diagnosis", exclude: ["background.txt"],
      resources: [
        .embedInCode("judge.json"), .embedInCode("judge-bundled.json"), .embedInCode("background.zst"),
      ],
      swiftSettings: strict),
    .target(
      name: "CasebookFormatData", path: "data/formats", exclude: formats.map { "\($0).json" },
      resources: [.embedInCode("formats.zst")],
      swiftSettings: strict),
    .target(
      name: "CasebookGroupingData", path: "data/grouping", exclude: ["contexts.txt"],
      resources: [.embedInCode("contexts.zst"), .embedInCode("grouping.json")], swiftSettings: strict),
    .target(
      name: "CasebookIdentifierData", path: "data/identifiers",
      exclude: ["compilers", "kubernetes", "network", "system", "vendors"].map { "\($0).json" },
      resources: [.embedInCode("identifiers.zst")],
      swiftSettings: strict),
    .target(
      name: "CasebookLeadData", path: "data/leads", resources: [.embedInCode("leads.json")],
      swiftSettings: strict),
    .target(
      name: "CasebookReadingData", path: "data/reading", resources: [.embedInCode("reading.json")],
      swiftSettings: strict),
    .target(
      name: "CasebookSchemaData", path: "docs/schemas",
      exclude: [
        "audit", "check", "export", "forget", "ingest", "learn", "prune", "signature", "sync", "test",
        "triage", "worked",
      ].map { "\($0).json" },
      resources: ["diagnose", "history", "incidents", "search", "show"].map { .embedInCode("\($0).json") },
      swiftSettings: strict),
    .target(
      name: "CasebookSecretData", path: "data/secrets", exclude: ["rules.json", "vendors.json"],
      resources: [.embedInCode("secrets.zst")],
      swiftSettings: strict),
    .target(
      name: "CasebookWordData", path: "data/words",
      exclude: ["common", "failure", "headings", "logs", "names", "reports", "tables"].map { "\($0).jsonl" },
      resources: ["common", "failure", "headings", "logs", "names", "reports", "tables"].map {
        .embedInCode("\($0).zst")
      },
      swiftSettings: strict),

    tests("Text", ["CasebookText"]),
    tests("Knowledge", ["CasebookKnowledge", "CasebookText", "CasebookWordData", "ScratchKit"]),
    tests("SQLite", ["CasebookSQLite"]),
    tests("Analysis", ["CasebookAnalysis", "CasebookKnowledge"]),
    tests(
      "Signatures", ["CasebookSignatures", "CasebookLogText", "CasebookKnowledge", "ScratchKit"],
      exclude: ["Golden"]),
    tests(
      "Redaction", ["CasebookRedaction", "CasebookSignatures", "CasebookKnowledge"]),
    tests(
      "Diagnosis",
      ["CasebookDiagnosis", "CasebookAnalysis", "CasebookKnowledge", "CasebookSignatures"]),
    tests("Grouping", ["CasebookGrouping", "CasebookSignatures", "CasebookKnowledge", "CasebookText"]),
    tests("Articles", ["CasebookArticles", "CasebookKnowledge"], exclude: ["RealArticles.tsv"]),
    tests(
      "LogText", ["CasebookLogText", "CasebookSignatures", "CasebookText", "CasebookKnowledge"],
      exclude: ["Golden"]),
    tests("Archives", ["CasebookArchives", "ScratchKit"]),
    tests("CommandKit", ["CasebookCommandKit"]),
    tests("Calculations", ["CasebookCalculations"]),
    .target(name: "ScratchKit", path: "Tests/ScratchKit", swiftSettings: strict),
    tests(
      "Storage",
      [
        "CasebookIngest", "CasebookStorage", "CasebookKnowledge", "CasebookSQLite", "CasebookSignatures",
        "CasebookMigrations", "CasebookRedaction", "CasebookArchives", "CasebookConceptData", "CZlib",
        "CasebookGroupingData", "CasebookDiagnosisData", "CasebookText", "CasebookWordData",
        "CasebookFormatData",
        "CasebookIdentifierData", "CasebookSecretData", "CBridge", "CGloss", "ScratchKit",
      ],
      exclude: ["Golden", "Fixtures"]),
    tests("Translations", ["CasebookTranslations"]),
    tests(
      "Service",
      [
        "CasebookService", "CasebookIngest", "CasebookKnowledge", "CasebookArticles", "CasebookStorage",
        "CasebookPostgres", "CasebookSQLite", "CasebookSignatures",
        "ScratchKit",
      ]),
    tests("Library", ["Casebook", "ScratchKit"]),
    .target(
      name: "TranscriptKit", dependencies: ["CasebookCommandKit"], path: "Tests/TranscriptKit",
      swiftSettings: strict),
    tests("TranscriptKit", ["TranscriptKit"]),
    .target(
      name: "FuzzKit",
      dependencies: [
        "CasebookArchives", "CasebookArticles", "CasebookCommandKit", "CasebookCommands", "CasebookKnowledge",
        "CasebookGrouping", "CasebookIngest", "CasebookLogText", "CasebookRedaction", "CasebookSignatures",
        "CasebookText", "ScratchKit",
      ],
      path: "Tests/FuzzKit", swiftSettings: strict),
    .executableTarget(
      name: "casebook-fuzz", dependencies: ["FuzzKit"], path: "Tests/Fuzz", swiftSettings: strict),
    tests(
      "CLI",
      [
        "CasebookArchives", "CasebookCommands", "CasebookIngest", "CasebookCommandKit", "CasebookKnowledge",
        "CasebookService", "CasebookSQLite", "ScratchKit", "TranscriptKit",
      ],
      exclude: ["Transcripts", "Articles"]),
  ]
)

if isCoverage {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
    .executableTarget(
      name: "casebook-coverage", dependencies: ["FuzzKit", "CFuzzer"], path: "Tests/CoverageFuzz",
      swiftSettings: strict, linkerSettings: [.unsafeFlags([coverage, "-use-ld=lld"])]),
  ]
}
