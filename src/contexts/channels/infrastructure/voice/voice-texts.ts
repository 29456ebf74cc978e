interface VoiceTexts {
  readonly greeting: string;
  readonly moment: string;
  readonly again: string;
  readonly sorry: string;
  readonly goodbye: string;
}

const ENGLISH: VoiceTexts = {
  greeting: 'Hello. How can I help you?',
  moment: 'One moment, please.',
  again: 'Are you still there? Please say it again.',
  sorry: 'I am sorry, I have no answer just now. What else can I do for you?',
  goodbye: 'Goodbye.',
};
const TEXTS: Readonly<Record<string, VoiceTexts>> = {
  en: ENGLISH,
  de: {
    greeting: 'Guten Tag. Wie kann ich Ihnen helfen?',
    moment: 'Einen Moment, bitte.',
    again: 'Sind Sie noch da? Bitte sagen Sie es noch einmal.',
    sorry: 'Es tut mir leid, im Moment habe ich keine Antwort. Was kann ich sonst für Sie tun?',
    goodbye: 'Auf Wiederhören.',
  },
  fr: {
    greeting: 'Bonjour. Comment puis-je vous aider ?',
    moment: 'Un instant, s’il vous plaît.',
    again: 'Êtes-vous toujours là ? Veuillez répéter, s’il vous plaît.',
    sorry: 'Je suis désolé, je n’ai pas de réponse pour le moment. Que puis-je faire d’autre pour vous ?',
    goodbye: 'Au revoir.',
  },
  es: {
    greeting: 'Hola. ¿En qué puedo ayudarle?',
    moment: 'Un momento, por favor.',
    again: '¿Sigue ahí? Por favor, repítalo.',
    sorry: 'Lo siento, ahora mismo no tengo respuesta. ¿En qué más puedo ayudarle?',
    goodbye: 'Adiós.',
  },
  it: {
    greeting: 'Buongiorno. Come posso aiutarla?',
    moment: 'Un momento, per favore.',
    again: 'È ancora in linea? Per favore, lo ripeta.',
    sorry: 'Mi dispiace, in questo momento non ho una risposta. Che altro posso fare per lei?',
    goodbye: 'Arrivederci.',
  },
};

/** In the language of the channel, such as `de-AT`; English where there are none in it. */
export function voiceTexts(language: string): VoiceTexts {
  const base = language.split('-')[0]!.toLowerCase();
  return Object.hasOwn(TEXTS, base) ? TEXTS[base]! : ENGLISH;
}
