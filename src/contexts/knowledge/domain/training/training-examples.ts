import { createHash } from 'node:crypto';

/** A provider trains on nothing less. */
export const FEWEST_EXAMPLES = 10;

export interface TrainingExample {
  readonly question: string;
  readonly answer: string;
  readonly systemPrompt?: string;
}

export interface DistinctExamples {
  readonly examples: readonly TrainingExample[];
  readonly skipped: number;
  /** The same for the same examples, in whatever order they come. */
  readonly contentHash: string;
}

/** An example that is there twice would count twice in the training. */
export function distinctExamples(given: readonly TrainingExample[]): DistinctExamples {
  const byHash = new Map<string, TrainingExample>();
  for (const example of given) {
    const hash = hashOf(example);
    if (!byHash.has(hash)) byHash.set(hash, example);
  }
  const hashes = [...byHash.keys()].sort();
  return {
    examples: [...byHash.values()],
    skipped: given.length - byHash.size,
    contentHash: createHash('sha256').update(hashes.join('\n')).digest('hex'),
  };
}

/** One conversation a line, as providers of chat models read it. */
export function toJsonLines(examples: readonly TrainingExample[]): string {
  return examples.map((example) => `${JSON.stringify({ messages: messagesOf(example) })}\n`).join('');
}

function messagesOf({ question, answer, systemPrompt }: TrainingExample): object[] {
  const system = systemPrompt === undefined ? [] : [{ role: 'system', content: systemPrompt }];
  return [...system, { role: 'user', content: question }, { role: 'assistant', content: answer }];
}

function hashOf({ question, answer, systemPrompt = '' }: TrainingExample): string {
  const texts = [systemPrompt, question, answer].map((text) => text.trim().normalize('NFC'));
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
