import { type SeededRandom } from './seeded-random';

interface ScriptedCustomer {
  readonly script: readonly string[];
}

interface PersonaCustomer {
  readonly persona: string;
  readonly goal: string;
}

export type SimulatedCustomer = ScriptedCustomer | PersonaCustomer;

const OPENINGS = ['Hello!', 'Hi there,', 'Good morning.'];
const QUESTIONS = [
  'What can you tell me about {topic}?',
  'How does {topic} work?',
  'I have a question about {topic}.',
  'Could you explain {topic} to me?',
];
const CLOSINGS = ['Thank you!', 'Thanks, that helps.', 'Can I speak to a person, please?'];

/**
 * What a customer says. A persona says what it wants, and asks about what the workspace's own documents have to do
 * with it: no model is asked, and the same seed says the same.
 */
export function messagesOf(
  customer: SimulatedCustomer,
  topics: readonly string[],
  { most, random }: { readonly most: number; readonly random: SeededRandom },
): string[] {
  if ('script' in customer) return customer.script.slice(0, most);
  const asked = topics.map((topic) => random.pick(QUESTIONS).replace('{topic}', () => topic));
  const opening = `${random.pick(OPENINGS)} I am ${customer.persona}. ${customer.goal}`;
  const closing = random.pick(CLOSINGS);
  return most === 1 ? [opening] : [opening, ...asked.slice(0, most - 2), closing];
}
