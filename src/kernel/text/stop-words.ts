import { stem } from './stem';

const ENGLISH = `a about after again all also am an and any are as at be because been before being but by can could did
do does doing done down during each few for from further get had has have having he her here hers him his how i if in
into is it its itself just let me more most my myself no nor not now of off on once only or other our ours out over own
please same she should so some such than that the their theirs them then there these they this those through to too
under until up upon us very was we were what when where which while who whom whose why will with would you your yours
yourself s t d m ll re ve don isn doesn didn won`;

const GERMAN = `aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist
bitte da damit dann das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir
doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gibt habe haben hat hatte hier ich ihm ihn
ihnen ihr ihre ihrem ihren ihrer im in ist ja jede jedem jeden jeder jedes kann kannst kein keine keinen konnen konnte
man mehr mein meine meinem meinen meiner mich mir mit muss nach nein nicht noch nun nur ob oder ohne schon sehr sein
seine sich sie sind so soll uber um und uns unser unsere unter vom von vor wann warum was wegen weil welche welchem
welchen welcher welches wenn wer werde werden wie wieder wir wird wo wurde zu zum zur zwischen`;

const FRENCH = `au aux avec avoir c ca ce ceci cela ces cet cette comme comment d dans de des donc dont du elle elles en est
et etes etre eu faire fait il ils j je l la le les leur leurs lui ma mais me meme mes moi mon n ne nos notre nous on ont
ou par pas peut peux plait plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi sa sans se sera ses si
sil son sont sur ta te tes toi ton tous tout toute toutes tu un une vos votre vous y`;

const SPANISH = `al algo algun alguna como con cual cuales cuando cuanto de del desde donde dos el ella ellas ellos en
entre era es esa ese eso esta estan estas este esto estos favor fue ha hace hacer han hasta hay la las le les lo los mas
me mi mis muy ni nos nosotros o para pero por porque puede puedo que quien se ser si sin sobre son su sus tambien te
tengo ti tiene todo todos tu tus un una uno unos usted y ya yo`;

const ITALIAN = `a ad agli ai al alla alle allo anche c che chi ci come con cosa cui da dal dalla dalle dei del della
delle dello degli di dove e ed era favore fra gli ha hai hanno ho i il in io la le lei li lo loro lui ma mi mia mie miei
mio ne nei nel nella nelle no noi non nostra nostro o per perche piu posso possono puo qual quale quali quando quanto
quel quella quello questa queste questi questo se sei senza si sia siamo sono su sua sue sul sulla suo suoi ti tra tu tua
tuo tutti tutto un una uno vi voi`;

const COMMON = `agreement analysis answer approximate basis case certain comparison compare condition consider day
describe determine develop different discuss effect example find first five follow form found four general get give go
good help high important include information investigate keep kind know large like long look low made make many may
method might much must necessary need new obtain old one part particular people person place point
possible present problem propose provide question range relate report require result say second see set several show
simple since small solution some something study suggest take tell term theory theoretical thing think third three time
try two type use used using value various want way within without work year`;

const STOP_WORDS: ReadonlySet<string> = new Set(
  [ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN].flatMap((list) => list.split(/\s+/)),
);

const COMMON_STEMS: ReadonlySet<string> = new Set(COMMON.split(/\s+/).map(stem));

/** Whether a folded word carries grammar rather than a topic in English, German, French, Spanish or Italian. */
export function isStopWord(foldedWord: string): boolean {
  return STOP_WORDS.has(foldedWord);
}

/** Whether a stem belongs to an English word that turns up in texts about anything, and so says little about one. */
export function isCommonStem(stemmed: string): boolean {
  return COMMON_STEMS.has(stemmed);
}
