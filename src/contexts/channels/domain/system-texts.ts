import { type Texts } from './language';

/** What is said where no agent says anything. */
export const NO_ANSWER: Texts = {
  en: 'Sorry, I could not answer this just now. Please ask once more.',
  de: 'Leider konnte ich das gerade nicht beantworten. Bitte fragen Sie noch einmal.',
  fr: 'Désolé, je n’ai pas pu répondre à l’instant. Veuillez reposer votre question.',
  es: 'Lo siento, ahora mismo no he podido responder. Pregunte de nuevo, por favor.',
  it: 'Mi dispiace, in questo momento non ho potuto rispondere. La prego di chiedere di nuovo.',
};
