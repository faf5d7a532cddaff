import CasebookKnowledge
import CasebookSignatures

@testable import CasebookIngest
@testable import CasebookStorage

/// One small article in three languages. The German text is older and lacks a row and a section.
enum Depot {
  static let english = """
    ---
    title: Troubleshoot the depot
    ms.date: 03/01/2024
    ---
    # Troubleshoot the depot

    What to do when parcels pile up.

    ## Parcel is refused

    The depot logs `ParcelRefused: weight 31 kg is over the limit`. Run `depot sweep --all`.

    ## Shelf errors

    | Error | What to do |
    |---|---|
    | 507 Shelf is full | Clear it with `depot clear`. |
    | `LabelMissing` | Print it with `depotctl==2.1.0`. |

    ## Next steps

    Read on.
    """

  static let german = """
    ---
    title: Probleme im Depot
    ms.date: 11/20/2023
    ms.locale: de-DE
    ---
    # <a name="troubleshoot-the-depot"></a>Probleme im Depot

    ## <a name="parcel-is-refused"></a>Paket wird abgelehnt

    Das Depot meldet `ParcelRefused: weight 31 kg is over the limit`. Führen Sie `depot sweep --all` aus.

    ## <a name="shelf-errors"></a>Regalfehler

    | Fehler | Lösung |
    |---|---|
    | 507 Regal ist voll | Mit `depot clear` leer räumen. |
    """

  static let japanese = """
    ---
    title: 配送センターのトラブルシューティング
    ms.date: 03/01/2024
    ms.locale: ja-JP
    ---
    # <a name="troubleshoot-the-depot"></a>配送センターのトラブルシューティング

    ## <a name="parcel-is-refused"></a>荷物が拒否される

    ログに `ParcelRefused: weight 31 kg is over the limit` と出ます。 `depot sweep --all` を実行します。

    ## <a name="shelf-errors"></a>棚のエラー

    | エラー | 解決策 |
    |---|---|
    | 507 棚がいっぱいです | `depot clear` で空にします。 |
    | `LabelMissing` | `depotctl==2.1.0` で印刷します。 |
    """
}

/// A suite on a store that holds the depot's English article.
protocol DepotSuite {
  var store: Store { get }
}

extension DepotSuite {
  var refused: KnownErrorID { KnownErrorID(family: "troubleshoot-the-depot", slug: "parcel-is-refused") }
  var full: KnownErrorID { KnownErrorID(family: "troubleshoot-the-depot", slug: "shelf-errors", row: "507") }

  func record(_ message: String, as knownError: KnownErrorID? = nil) throws -> Int {
    try store.recordIncident(
      title: "Monday", message: message, signature: signer.signature(of: message), knownError: knownError,
      text: "seen at the gate")
  }
}
