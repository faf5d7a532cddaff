import CasebookKnowledge
import CasebookText

/// Words that hold sentences together and carry little meaning, in the languages that people ask in.
///
/// They are indexed like all others, but count for little when a question is weighed. In a small knowledge
/// base, rarity alone cannot distinguish them from words that matter.
public enum FunctionWords {
  /// Whether a word, in any case, is a function word in any of the languages.
  public static func contains(_ word: some StringProtocol) -> Bool { words.contains(word) }

  /// Whether a pair of characters in a script without spaces contains hiragana, mostly an ending or a
  /// particle.
  public static func isInflection(_ pair: some StringProtocol) -> Bool {
    pair.unicodeScalars.contains { (0x3041...0x309F).contains($0.value) }
  }

  private static let words = WordList(
    """
    a about after all also am an and any are as at be because been before being but by can could did do does doing
    for from get gets getting got had has have how i if in into is isn it its just like may me more must my no not
    of on only or other our out over should so some such than that the their them then there these they this those
    to too under up us was we were what when where which while who why will with within without would you your

    aber alle als also am an auch auf aus bei beim bin bis da damit dann das dass dem den denn der des die dies diese
    dieser dieses doch durch ein eine einem einen einer eines er es etwas für gegen hat haben ich ihr im in ins ist
    ja kann kein keine man mehr mein mich mir mit muss nach nicht noch nur ob oder ohne schon sein sich sie sind so
    über um und uns unter vom von vor war was wegen weil wenn wer werden wie wieder wird wir wo zu zum zur

    à au aux avec ce ces cet cette comme comment d dans de des dois donc du elle en est et être fait faut il ils j je
    l la le les leur lors lui m ma mais mes mon n ne nos notre nous on ou où par pas peut plus pour pourquoi qu quand
    que quel quelle qui s sa sans se ses si son sont sur t un une vers vous y

    а без бы был была были было быть в вам вас во вот все всё вы где да для до его ее её если есть еще ещё же за и из
    или их к как какой ко когда которая которые который ли между меня мне можно мой мы на нас наш не него нее нет ни
    но о об он она они от по под почему при с со так также то только у уже чего чем что чтобы это этот эта я

    al algo como con cual cuando de del desde donde el ella en entre era es esta este esto fue ha hay la las le lo los
    me mi muy más ni o para pero por porque que qué se sea ser si sin sobre son su sus te tiene un una unos y ya yo cómo

    agli ai al alla alle anche che chi ci come con cosa cui da dal dalla dei del della delle di dove è e ed gli ha
    hanno ho i il in io la le lo ma mi nei nel nella non o perché per più quando quale quello questa questo se si sono
    su sul sulla tra un una uno

    ao aos as até com como da das de do dos e é ela ele em entre era essa esse está este eu foi há isso isto já mais
    mas meu na nas nem no nos não o os ou para pela pelo por porque quando que quem se sem ser seu sua são também tem
    um uma você

    aan al als ben bij dan dat de deze die dit door een en er geen had heb hebben heeft het hoe ik in is je kan maar
    met mijn na naar niet nog of om onder ook op over te tegen toch toen tot uit van voor waarom wat we wel werd wie
    wij wordt zal ze zijn zo zonder

    a aby albo ale bez bo by być co czy dla do gdy gdzie i ich ja jak jest już kiedy które który lub ma mi mnie może
    na nad nie o od po pod przez przy się są ta tak to tu tylko w we z za ze że

    ama bir bu da de en gibi hangi için ile ise ki mi mı nasıl ne neden o olan olarak ve veya ya

    att av de den det du eller en ett finns från för har hur i inte jag kan med men när och om på som så till vad var
    vid är
    """)
}
