import { baseLanguage } from './base-language';
import { foldText } from './fold';

/** The most frequent words of further languages. English, German, French, Spanish and Italian are stop words everywhere. */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  nl: `aan als bij dan dat de deze die dit doen door een en er geen had heb hebben heeft het hij hoe hun ik in is je kan
    kunnen maar me meer met mijn moet naar niet nog of om onder ook op over te tot u uit uw van veel voor waar wanneer
    wat we wel wie wij worden wordt ze zij zijn zo zou`,
  sv: `alla att av blir da de den det dig din ditt du efter eller en ett for fran han har hon hur i inte jag kan man med
    men mig min nar och om pa sa sig sin ska som till under upp ut vad var vara vi vid vilka vilken ar`,
  da: `af alle at blive den der det dig din du efter eller en er et for fra han har have hun hvad hvem hvilken hvor
    hvordan hvornar i ikke jeg kan man med men mig min nar og om op over pa sa sig skal som til ud var ved vi vil`,
  no: `av alle at bli blir da den der det deg din du eller en er et etter for fra han har hun hva hvem hvilken hvor
    hvordan i ikke jeg kan man med meg men min nar og om opp over pa sa seg skal som til ut var ved vi vil`,
  fi: `ei ehka eli en ette han he itse ja jo joka jos kanssa kuin kun kuinka me mika milloin mina missa mita mutta myos ne
    niin nyt ole oli olla on ovat se sen seka sita tai tama te tuo vai vain voi`,
  hu: `a az azt csak de egy el en es ez ezt fel ha hogy hogyan hol is ki kell lehet lesz meg mar mi mikor mint mit nem
    van vagy vagyok volt`,
  tr: `ama bana ben bir biz bu cok da daha de degil en gibi hangi her icin ile ise kadar ki kim mi mu ne neden nasil
    nerede o olan olarak sen siz su ve veya ya`,
  lt: `ar as arba bei bet bus buti buvo dar del ir is i jei jis jo jos jus kad kai kaip kas kiek kur mes ne nera nuo o
    per prie su tai tik tu uz yra`,
  pt: `a ao aos as com como da das de do dos e ela ele eles em entre era essa esse esta este eu foi ha isso isto ja la mais
    mas me meu minha muito na nao nas nem no nos o onde os ou para pela pelo por porque posso pode qual quando que quem
    se sem ser seu sua sao sobre so tambem tem um uma voce`,
  ro: `a acest aceasta ai al ale am ar are as au ca care cand ce cel cu cum da de din dupa ea ei el este eu fara fi fost
    iar in intre la mai ma nu o pe pentru prin sa sau se si sunt un una unde va`,
  ru: `а без бы был была были было быть в вам вас весь во вот все вы где да для до его ее если есть еще же за и из или им
    их к как какие какой когда кто ли мне мой можно мы на над не нет но о об он она они от по под при с сам со так
    также там то того только ты у уже что чтобы эта эти это этот я`,
  uk: `а або без би був була були бути в вам вас ви вона вони все де для до є з за і із й його їх її к коли кто ми на не
    ні о он по при про та так також те то тут у хто це цей чи що щоб я як який яка які`,
  bg: `а ако ал без беше би в вас ви във все да до е за и из или им има как как каква какво кога което които кой къде ли
    ме ми на над не ни но о от по при с са само се си след със та така там те ти това тоа този той тя`,
  sr: `a ako ali bez bi bila bilo bio da do gde i ili iz ja je jer kada kako koja koje koji li mi na ne nije o od on ona
    po sa sam se su sto ta to u za а ако али без би да до где и или из ја је када како која које који ли ми на не није о
    од он она по са се су што та то у за`,
  ar: `ما من في على الى إلى عن أن ان إن هذا هذه ذلك التي الذي هو هي هم كان كانت لا لم لن قد كل مع بعد قبل أو او و ثم كيف
    متى أين هل`,
};

const NONE: ReadonlySet<string> = new Set();
const read = new Map<string, ReadonlySet<string>>();

/** The folded words that carry grammar rather than a topic in one of these languages; none for any other. */
export function functionWordsOf(language: string): ReadonlySet<string> {
  const base = baseLanguage(language);
  const list = FUNCTION_WORDS[base];
  if (list === undefined) return NONE;
  const words = read.get(base) ?? new Set(foldText(list).split(/\s+/));
  read.set(base, words);
  return words;
}
