import { wordsOf } from '../../../kernel/text/words';

/** What form the answer to a question takes. */
export type QuestionKind = 'definition' | 'procedure' | 'quantity' | 'other';

const WORDS_THAT_TELL = 5;

const OPENINGS: readonly { kind: QuestionKind; phrases: readonly string[] }[] = [
  {
    kind: 'quantity',
    phrases:
      `how long|how much|how many|how often|how soon|how far|how old|when|what time|what date|what price|
      wie lange|wie viel|wie viele|wieviel|wie oft|wie teuer|wann|bis wann|was kostet|was kosten|
      combien|quand|a quelle heure|quel prix|cuanto|cuanta|cuantos|cuantas|cuando|a que hora|
      quanto|quanta|quanti|quante|quando|a che ora`.split(/\|\s*/),
  },
  {
    kind: 'procedure',
    phrases:
      `how to|how do|how can|how should|how would|how could|where do i|where can i|wie kann|wie konnen|wie mache|
      wie muss|wie soll|wo kann|wie|comment|como|come`.split(/\|\s*/),
  },
  {
    kind: 'definition',
    phrases: `what is|what are|what s|whats|what does|who is|was ist|was sind|was bedeutet|wer ist|
      qu est ce|c est quoi|que signifie|qui est|que es|que son|que significa|cual es|quien es|
      cos e|cosa e|che cos|che cosa|cosa significa|chi e`.split(/\|\s*/),
  },
];

const KIND_OF_OPENING = new Map(
  OPENINGS.flatMap(({ kind, phrases }) => phrases.map((p) => [p, kind] as const)),
);

export function questionKind(question: string): QuestionKind {
  const words = wordsOf(question.slice(0, 200)).slice(0, WORDS_THAT_TELL + 2);
  for (let from = 0; from < WORDS_THAT_TELL; from++) {
    for (let length = 3; length > 0; length--) {
      const kind = KIND_OF_OPENING.get(words.slice(from, from + length).join(' '));
      if (kind) return kind;
    }
  }
  return 'other';
}
