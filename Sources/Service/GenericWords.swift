import CasebookKnowledge
import CasebookText

/// Words that errors of all kinds share. Alone they never distinguish one known error from another, however
/// rare they are in a small knowledge base.
enum GenericWords {
  /// Whether a word says little: it is a function word, or common in error messages.
  static func contains(_ word: some StringProtocol) -> Bool {
    word.utf8.count < 3 || words.contains(word)
  }

  private static let words = WordList(
    """
    about above after again against all also although always and another any anything are around because been before
    being below between both but can cannot cause caused causes causing check checked come contact could couldn did
    didn does doesn done down due during each either else encountered ensure even every expected few first following
    for from full further get gets getting give given goes got had has hasn have haven having help her here his how
    however http https ignore ignored information instead into isn issue issues its itself just know known last later
    least let like line lines log logged logger logging logs made make makes making many may message messages might
    more most much must need needed needs never new next non none not note nothing now null occurred occurs off
    often old once one only open operation other others our out over own part per please possible problem problems
    process provided reason received receive refer related report reported request requested requests require
    required respond response responses result results retry retrying return returned returns run running same see
    seems server set several should show shown shows signal since some something specified start started starting state
    status still stop stopped such sure take taken than that the their them then there these they thing this those
    though through thus time times too tried tries try trying two type under unable unexpected unknown until
    unless update upon use used user users uses using value values very via want was wasn way well were what when
    where whether which while who why will with within without won work working would wouldn wrong www yes yet you
    your zero abort aborted bad broken call called code codes com crash crashed debug denied error errors exception
    exceptions exit exited fail failed failing fails failure failures fatal fault illegal info internal invalid
    lost missing org refused reject rejected severe terminated throw thrown throws traceback trace warn warning
    warnings true false file files name names data input output main module args arg self object function method
    class line stdin stdout stderr int str string number num path content type headers header date utf json xml
    application charset keep alive connection length allow
    """)
}
