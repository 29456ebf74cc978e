type SmallTalkIntent = 'greeting' | 'thanks' | 'goodbye' | 'help';

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Folded, like everything here. The first kind that occurs wins: "thanks, bye" is a goodbye. */
export const SMALL_TALK: readonly { intent: SmallTalkIntent; words: ReadonlySet<string> }[] = [
  { intent: 'help', words: list('help hilfe hilf aide aider ayuda ayudar aiuto aiutare') },
  {
    intent: 'goodbye',
    words:
      list(`bye byebye goodbye cya farewell tschuss tschus ciaociao wiedersehen wiederhoren revoir adieu adios
      chao arrivederci addio`),
  },
  {
    intent: 'thanks',
    words: list(`thanks thank thankyou thx ty cheers danke dankeschon dankesehr vielen merci gracias grazie
      appreciate appreciated`),
  },
  {
    intent: 'greeting',
    words:
      list(`hi hello hey hiya howdy greetings morning hallo moin servus gruezi guten gruss tag abend morgen
      bonjour bonsoir salut coucou hola buenos buenas dias tardes noches ciao salve buongiorno buonasera`),
  },
];

export const SMALL_TALK_SIGNS: readonly { sign: string; intent: SmallTalkIntent }[] = [
  { sign: '\u{1f44b}', intent: 'greeting' },
  { sign: '\u{1f64f}', intent: 'thanks' },
  { sign: '\u{1f44d}', intent: 'thanks' },
];

export const FILLERS =
  list(`a again all and bot can could for good great i just later lot me much my need nice ok okay
  one please see so some sir madam team that the there to today very want we with would you your everyone have day now
  alles auf bis bitte brauche das dir du einen euch fur gut gute hallo ich ihnen ihr kannst konnen mal mir sehr schon
  schonen sie super viel viele und welt dank au avoir besoin bien de des est j je la le les moi pour pouvez peux plus
  quelqu s te tout tres un une votre vous beaucoup bon bonne journee soiree plait al con el es favor hasta la luego lo
  los mi muchas mucho me necesito por porfa puede puedes que quiero un una usted alla di ho bisogno mille molto mi puo
  puoi per piacere favore tante tanto vorrei una voi il`);

export const HELP_PHRASES: ReadonlySet<string> = new Set([
  'what can you do',
  'what do you do',
  'what can i ask',
  'what can i ask you',
  'how can you help',
  'how can you help me',
  'how does this work',
  'who are you',
  'was kannst du',
  'was konnen sie',
  'wer bist du',
  'wer sind sie',
  'wie funktioniert das',
  'que peux tu faire',
  'que pouvez vous faire',
  'qui es tu',
  'qui etes vous',
  'comment ca marche',
  'que puedes hacer',
  'que puede hacer',
  'quien eres',
  'como funciona',
  'como funciona esto',
  'cosa puoi fare',
  'cosa sai fare',
  'chi sei',
  'come funziona',
]);

export const PERSONS = list(`human humans agent person representative rep operator someone somebody staff
  mensch menschen mitarbeiter mitarbeiterin mitarbeitern berater beraterin kundenberater jemand jemanden jemandem
  humain personne conseiller conseillere conseillers operateur quelqu persona humano humana agente asesor asesora
  operador operadora alguien umano umana operatore operatrice qualcuno`);

export const REACHING = {
  before: list(`speak speaking talk talking chat transfer connect reach call get want need give contact
    sprich spreche verbinde verbinden verbinden kontaktieren will mochte
    parler parle joindre contacter passer passez
    hablar hablo comunicar comunicarme comunicame contactar pasame paseme
    parlare parlo contattare passami passatemi`),
  after: list('sprechen reden verbinden telefonieren chatten kontaktieren erreichen'),
};

/** No "my" and no "our": who connects their agent to something is not asking for one. */
export const BETWEEN_REACHING_AND_PERSON =
  list(`to with a an the me us real live actual human customer service support
  from your please mit einem einer einen einem echten richtigen wirklichen ich gern gerne bitte dem ihrem
  a au avec un une vrai vraie humaine service client de votre
  con una verdadera atencion al cliente real su un vero vera umano umana del servizio clienti`);
