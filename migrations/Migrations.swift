/// One step of the database's schema: a file of this folder.
public struct Migration: Sendable {
  /// The `user_version` of a database that has taken this step; the number in the file's name.
  public let version: Int
  /// The file's name without the suffix: `0001_articles`.
  public let name: String
  /// The statements.
  public let sql: String

  private init(_ version: Int, _ name: String, _ bytes: [UInt8]) {
    self.version = version
    self.name = name
    self.sql = String(decoding: bytes, as: UTF8.self)
  }

  /// All steps, in order. A step that was released never changes (see CHECKSUMS); a change is a new step.
  ///
  /// The compiled-in names lose the first digit of the file's name, which cannot start an identifier.
  public static let all: [Migration] = [
    Migration(1, "0001_articles", PackageResources._001_articles_sql),
    Migration(2, "0002_runs", PackageResources._002_runs_sql),
    Migration(3, "0003_incidents", PackageResources._003_incidents_sql),
    Migration(4, "0004_concepts", PackageResources._004_concepts_sql),
    Migration(5, "0005_records", PackageResources._005_records_sql),
    Migration(6, "0006_literals", PackageResources._006_literals_sql),
    Migration(7, "0007_groups", PackageResources._007_groups_sql),
    Migration(8, "0008_events", PackageResources._008_events_sql),
    Migration(9, "0009_exports", PackageResources._009_exports_sql),
    Migration(10, "0010_journal", PackageResources._010_journal_sql),
    Migration(11, "0011_outcomes", PackageResources._011_outcomes_sql),
    Migration(12, "0012_assignments", PackageResources._012_assignments_sql),
    Migration(13, "0013_tallies", PackageResources._013_tallies_sql),
    Migration(14, "0014_slugs", PackageResources._014_slugs_sql),
  ]
}
