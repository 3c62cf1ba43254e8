/** What gives a language in Latin script away in a short line: its small words, and letters that few others write. Data only. */
import type { Lang } from '../contract/speech.ts';

const lists: Readonly<Record<Lang, string>> = {
  en: `the a an is are am was were be been i you he she it we they me him her us them my your his its our their this that these those and or but if
    so not no yes to of in on at for with from by as up out off over all any some more most very just only also too here there now then what who
    which how when where why do does did don't can can't could will would should have has had get got go going let let's make see say like love
    want need know think good great new one two free sale today tomorrow please thank thanks hello hi hey everyone welcome show live time price
    ship shipping order buy cart code link size color i'm it's that's you're we're there's about after before because your's bye night
    per pro com solo plus via max code menu`,
  de: `der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war waren bin bist seid ich du er sie es wir ihr
    mich dich uns euch mir dir ihm ihnen mein dein sein unser euer zu zum zur von vom mit für auf aus bei nach über unter vor im am an auch noch
    schon nur sehr hier heute jetzt morgen wie was wer wo wann warum kostet kauft kaufen bitte danke vielen guten gut alles alle mal haben hat
    habe wird werden kann können liebe diesen dieser dieses euro jetzt gibt geht mehr wenn dass doch`,
  fr: `le la les l un une des du de d et ou mais ne pas plus est sont suis es êtes sommes était je tu il elle on nous vous ils elles me te se mon ton
    son ma ta sa mes tes ses notre votre leur ce cet cette ces c qui que quoi où quand comment pourquoi pour avec sans dans sur sous chez par au
    aux à très bien bon bonne bonjour bonsoir merci beaucoup combien coûte tout tous toute aussi encore ici aujourd'hui demain y va j n s qu ai as
    avez avons ont fait livraison prix deux c'est aime`,
  es: `el la los las un una unos unas de del y o pero no es son soy eres está están estoy yo tú él ella nosotros ustedes ellos me te se nos mi tu su
    mis tus sus este esta estos estas eso que quien cuando donde cómo cuánto cuesta por para con sin en sobre a al muy más también aquí hoy mañana
    hola buenas buenos noches días amigos todos todo gracias muchas favor vamos bien bueno buena hay tiene tengo envío precio dos qué ya lo le`,
  it: `il lo la i gli le un uno una di del della dei delle e o ma non è sono sei siamo siete ho hai ha abbiamo io tu lui lei noi voi loro mi ti si ci
    vi mio tuo suo questo questa questi quello che chi quando dove come quanto costa perché per con senza in su da dal al alla molto più anche qui
    oggi domani ciao grazie mille buonasera buongiorno tutti tutto bene buono buona prego solo spedizione prezzo due c'è`,
  pt: `o a os as um uma de do da dos das e ou mas não é são sou está estão eu tu você vocês ele ela nós eles me te se meu minha seu sua este esta isso
    que quem quando onde como quanto custa por para com sem em no na nos nas ao muito mais também aqui hoje amanhã olá boa bom noite dia amigos
    todos tudo obrigado obrigada favor vamos bem tem tenho frete grátis preço dois já lhe`,
  nl: `de het een en of maar niet geen is zijn ben bent was waren ik jij je hij zij ze wij we jullie hun mij jou ons mijn jouw dit dat deze die wat wie
    waar wanneer hoe hoeveel waarom kost voor met zonder in op van naar bij uit over aan ook nog heel erg veel meer hier vandaag nu morgen hallo
    allemaal dank bedankt alsjeblieft goed goede avond lekker alles twee verzending gratis prijs kan kunnen wordt worden heb heeft wel er`,
  sv: `en ett den det de och eller men inte är var jag du han hon vi ni mig dig oss er min din sin denna detta som vad vem när var hur varför för med
    utan i på av till från om också mycket mer här idag nu imorgon hej tack så god kväll alla allt kostar kan ska vill har bra gott välkomna pris
    två bara allihopa`,
  da: `en et den det de og eller men ikke er var jeg du han hun vi mig dig os jer min din sin denne dette som hvad hvem hvornår hvor hvordan hvorfor for
    med uden i på af til fra om også meget mere her dag nu morgen hej tak så god aften alle alt koster kan skal vil har godt velkommen pris to kun
    mange sammen noget nogen blev`,
  nb: `en ei et den det de og eller men ikke er var jeg du han hun vi meg deg oss dere min din sin denne dette som hva hvem når hvor hvordan hvorfor for
    med uten i på av til fra om også veldig mye mer her dag nå morgen hei takk så god kveld alle alt koster kan skal vil har bra velkommen pris to
    bare mange sammen noe noen ble`,
  fi: `ja tai mutta ei en et emme ole on ovat olen olet oli minä sinä hän me te he tämä tuo se nämä mikä mitä kuka missä milloin miten miksi kanssa
    ilman myös vielä hyvin paljon paljonko täällä tänään nyt huomenna hei moi kiitos hyvää iltaa kaikki kaikille maksaa tervetuloa hinta kaksi vain`,
  cs: `a nebo ale ne je jsou jsem jsi jsme byl já ty on ona my vy oni mě tě se si můj tvůj náš ten ta to tento tato co kdo kde kdy jak proč kolik stojí
    pro s bez v na z do u od o také ještě velmi moc tady dnes teď zítra ahoj dobrý večer děkuji prosím všichni všem vše cena dva jen`,
  pl: `i lub ale nie jest są jestem jesteś był ja ty on ona my wy oni mnie cię się mój twój nasz ten ta to ten co kto gdzie kiedy jak dlaczego ile
    kosztuje dla z bez w na do od o też jeszcze bardzo dużo tutaj dzisiaj dziś teraz jutro cześć dobry wieczór dziękuję proszę wszyscy wszystkim
    wszystko cena dwa tylko`,
  hu: `a az és vagy de nem van vannak vagyok vagy volt én te ő mi ti ők engem ez az ezek mi ki hol mikor hogyan miért mennyi mennyibe kerül nélkül is
    még nagyon sok itt ma most holnap szia sziasztok helló jó estét napot köszönöm kérem mindenki mindenkinek minden ár kettő csak szépen`,
  ro: `și sau dar nu este e sunt ești suntem era eu tu el ea noi voi ei mă te se meu tău său acest această ce cine unde când cum cât costă de pentru cu
    fără în pe la din despre și foarte mult mai aici azi acum mâine bună salut seara ziua mulțumesc vă rog tuturor toți tot preț doi doar un o`,
  tr: `ve veya ama değil var yok bir bu şu o ben sen biz siz onlar benim senin bizim sizin ne kim nerede zaman nasıl neden kaç kadar için ile da de mi mı
    çok daha burada bugün şimdi yarın merhaba selam iyi akşamlar teşekkür ederim teşekkürler lütfen herkese herkes hepsi her fiyat iki sadece güzel`,
  vi: `và hoặc nhưng không là có của tôi bạn các anh chị em chúng ta này đó gì ai đâu khi nào sao bao nhiêu cho với ở trong trên rất nhiều hơn cũng đây
    hôm nay bây giờ ngày mai xin chào cảm ơn vui lòng mọi người tất cả tiền giá hai chỉ cái`,
  id: `dan atau tapi tidak bukan adalah ada saya aku kamu anda dia kami kita mereka ini itu apa siapa mana di ke dari kapan bagaimana mengapa berapa
    harganya harga untuk dengan tanpa pada juga masih sangat banyak lebih sini hari sekarang besok halo selamat malam datang pagi terima kasih tolong
    semua semuanya dua hanya yang enak bisa sudah belum`,
};

export const latinLanguages: readonly Lang[] = Object.keys(lists);

/** Word -> the languages that have it among their small words. */
export const languagesOfWord: ReadonlyMap<string, readonly Lang[]> = (() => {
  const found = new Map<string, Lang[]>();
  for (const [lang, words] of Object.entries(lists))
    for (const word of new Set(words.split(/\s+/).filter(Boolean))) found.set(word, [...(found.get(word) ?? []), lang]);
  return found;
})();

/** A word with such a letter speaks for these languages. é, ï and ü alone are English's guests as well, and say nothing. */
export const letterSigns: readonly (readonly [RegExp, readonly Lang[]])[] = [
  [/ñ/iu, ['es']],
  [/ß/u, ['de']],
  [/[ãõ]/iu, ['pt']],
  [/[äö]/iu, ['de', 'sv', 'fi']],
  [/[œêùû]/iu, ['fr']],
  [/[åÅ]/u, ['sv', 'da', 'nb']],
  [/[øæ]/iu, ['da', 'nb']],
  [/[łąęśźżćń]/iu, ['pl']],
  [/[řěů]/iu, ['cs']],
  [/[őű]/iu, ['hu']],
  [/[ășțţ]/iu, ['ro']],
  [/[ğıİ]/u, ['tr']],
  [/ş/iu, ['tr', 'ro']],
  [/[đơư\u1EA0-\u1EF9]/iu, ['vi']],
  [/[ìò]/iu, ['it']],
  [/[íóúá]/iu, ['es', 'pt', 'hu', 'cs']],
];
