import { detectIntent, type Intent, looksAmbiguous } from '../../src/contexts/agent/domain/intent';

const messages: Record<Intent, string[]> = {
  greeting: [
    'Hi!',
    'hello there',
    'Good morning',
    'Guten Tag',
    'Grüezi',
    'Bonjour',
    'Salut',
    '¡Hola!',
    'Buenos días',
    'Ciao',
    'Buongiorno',
    '👋',
  ],
  thanks: [
    'Thanks!',
    'Thank you so much',
    'thx',
    'Danke schön',
    'Vielen Dank',
    'Merci beaucoup',
    '¡Muchas gracias!',
    'Grazie mille',
    '🙏',
  ],
  goodbye: [
    'Bye',
    'thanks, goodbye!',
    'Tschüss',
    'Auf Wiedersehen',
    'Au revoir',
    'Adiós',
    'Hasta luego, adiós',
    'Arrivederci',
  ],
  help: [
    'help',
    '/help',
    'Can you help me please?',
    'What can you do?',
    'Hilfe',
    'Was kannst du?',
    'aide',
    'Que pouvez-vous faire ?',
    'Ayuda, por favor',
    '¿Qué puedes hacer?',
    'aiuto',
    'Cosa puoi fare?',
  ],
  human: [
    '/human',
    'human please',
    'I want to speak to a human',
    'Can I talk with a real person?',
    'please connect me to an agent',
    'Get me someone from support, I want to talk to a representative',
    'Ich möchte mit einem Menschen sprechen',
    'Kann ich mit einem Mitarbeiter reden?',
    'Bitte verbinden Sie mich mit jemandem, ich will mit einem Berater telefonieren',
    'Je veux parler à un conseiller',
    'Puis-je parler avec une vraie personne ?',
    'Quiero hablar con una persona',
    'Necesito hablar con un agente',
    'Vorrei parlare con un operatore',
  ],
  question: [
    'Hi, how do I get a refund?',
    'Thanks. And how long does delivery take?',
    'How do I connect my agent to Slack?',
    'Can I help my customers with your product?',
    'Which person signs the contract?',
    'Was kostet der Versand?',
    'Wie viele Mitarbeiter hat die Firma?',
    'Où est ma commande ?',
    '¿Cuánto cuesta el envío?',
    'Dove trovo la fattura?',
    'refund',
    '???',
    '',
    '返品できますか',
  ],
};

describe.each(Object.entries(messages) as [Intent, string[]][])('the intent %s', (intent, examples) => {
  it.each(examples)('is seen in "%s"', (message) => {
    expect(detectIntent(message)).toBe(intent);
  });
});

describe('an ambiguous question', () => {
  it.each(['refund', 'And that?', 'What about it?', 'why', 'und das?', 'et ça ?', '', '¿y eso?'])(
    'is seen in "%s"',
    (message) => expect(looksAmbiguous(message)).toBe(true),
  );

  it.each(['Where is my refund?', 'refund policy', 'Was kostet der Versand?', '返品できますか'])(
    'is not seen in "%s"',
    (message) => expect(looksAmbiguous(message)).toBe(false),
  );
});

it('reads hostile messages at once', () => {
  const started = performance.now();
  for (const piece of ['a', ' ', 'to the ', 'human ', '\0', '\ud800', '👋']) {
    detectIntent(piece.repeat(200_000));
    looksAmbiguous(piece.repeat(200_000));
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});
