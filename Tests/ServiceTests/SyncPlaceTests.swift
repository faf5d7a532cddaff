import CasebookKnowledge
import CasebookPostgres
import CasebookStorage
import Glibc
import Testing

@testable import CasebookService

/// Places to exchange with, as people type them. Those of a database are read by libpq.
struct SyncPlaceTests {
  private static let hasLibrary = (try? PostgresPlace("postgresql://")) != nil

  @Test(
    .enabled(if: hasLibrary, "libpq is not installed"),
    arguments: [
      ("postgresql://ann:a-password@db.example:5433/casebook", "postgresql://ann@db.example:5433/casebook"),
      ("postgres://db.example", "postgresql://db.example"),
      ("postgresql://", "postgresql://"),
      (
        "postgresql:///casebook?host=/run/pg&user=ann&password=a-password",
        "postgresql://ann@/casebook?host=%2Frun%2Fpg"
      ),
      (
        "postgresql://a%40b:a-password@h1:1,h2:2/c?sslmode=verify-full&sslpassword=a-password",
        "postgresql://a%40b@/c?host=h1%2Ch2&port=1%2C2&sslmode=verify-full"
      ),
      ("postgresql://[::1]:5432/casebook", "postgresql:///casebook?host=%3A%3A1&port=5432"),
      ("service=team password=a-password", "service=team"),
      ("host=db user='an n' dbname=it\\'s password='a-password'", "host=db user='an n' dbname='it\\'s'"),
    ])
  func `a place is shown and kept without its password, and stays the same place`(
    given: String, shown: String
  ) throws {
    let place = try SyncPlace(given)
    #expect(Set(place.shown.split(separator: " ")) == Set(shown.split(separator: " ")))
    #expect(try SyncPlace(place.shown).shown == place.shown)
    guard case .hub = place else {
      Issue.record("\(given) is not the place of a database")
      return
    }
  }

  @Test(arguments: [
    "http://db.example/casebook", "git@git.example:team/memory.git", "ssh://git.example/memory",
  ])
  func `a repository somewhere else is neither a folder nor a database`(given: String) {
    #expect(throws: KnowledgeBaseError.self) { try SyncPlace(given) }
  }

  @Test(arguments: ["team", "./service=x", "/srv/team", "postgresql", "C:/team", "ann@home"])
  func `anything else is a folder`(given: String) throws {
    guard case .folder(let path) = try SyncPlace(given) else {
      Issue.record("\(given) is not a folder")
      return
    }
    #expect(path == given)
  }

  @Test(
    .enabled(if: hasLibrary, "libpq is not installed"),
    arguments: [
      "postgresql://ann:a-password%zz@db/casebook", "postgresql://db/casebook?a-password",
      "postgresql://db/casebook?colour=a-password", "host=db user='a-password", "host=db a-password",
      "postgresql://ann:a-password@[::1/casebook",
    ])
  func `what libpq cannot read is named without the password`(given: String) {
    let error = #expect(throws: KnowledgeBaseError.self) { try SyncPlace(given) }
    #expect(error?.cause == .usage)
    #expect(error?.message.contains("password") == false)
    #expect(error?.message.hasPrefix("the hub: ") == true)
  }

  /// The distributed engines lack these, or give them another meaning.
  @Test func `the SQL that makes a hub is what all engines have`() {
    let words = Set(
      hubScript.uppercased().split(whereSeparator: { !$0.isLetter && $0 != "_" }).map(String.init))
    let rare: Set = [
      "SERIAL", "BIGSERIAL", "SEQUENCE", "GENERATED", "LISTEN", "NOTIFY", "TRIGGER", "FUNCTION", "EXTENSION",
      "DO", "INHERITS", "DEFERRABLE", "UNLOGGED", "JSONB", "RULE", "DOMAIN",
    ]
    // DO as in ON CONFLICT DO NOTHING is the one that all have.
    #expect(words.intersection(rare) == ["DO"])
    #expect(hubScript.components(of: "CREATE TABLE") == hubScript.components(of: "PRIMARY KEY"))
  }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
