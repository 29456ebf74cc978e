import { detectIntent } from '../intent';

export interface SimulatedAnswer {
  readonly replyId: string;
  readonly reply: string;
  readonly planner: string;
  readonly confidence: number;
  readonly tool: string | null;
}

export interface Delivery {
  readonly ordinal: number;
  readonly customer: number;
  readonly message: number;
  readonly content: string;
  readonly fate: 'on_its_way' | 'lost' | 'answered' | 'failed';
  readonly answer: SimulatedAnswer | null;
}

type CustomerOutcome = 'answered' | 'unanswered' | 'escalated' | 'failed' | 'lost';

interface Invariant {
  readonly name: 'duplicates_are_answered_once' | 'what_arrives_is_answered';
  readonly held: boolean;
  readonly detail: string;
}

export interface SimulationSummary {
  readonly outcomes: readonly CustomerOutcome[];
  readonly invariants: readonly Invariant[];
}

export function summariseSimulation(customers: number, deliveries: readonly Delivery[]): SimulationSummary {
  const outcomes = Array.from({ length: customers }, (_, customer) =>
    outcomeOf(deliveries.filter((delivery) => delivery.customer === customer)),
  );
  return { outcomes, invariants: [duplicatesAnsweredOnce(deliveries), arrivedAnswered(deliveries)] };
}

function outcomeOf(deliveries: readonly Delivery[]): CustomerOutcome {
  const arrived = deliveries.filter(({ fate }) => fate !== 'lost');
  if (arrived.length === 0) return 'lost';
  if (arrived.some(({ fate }) => fate === 'failed')) return 'failed';
  if (arrived.some(isHandedOver)) return 'escalated';
  return arrived.some(({ answer }) => (answer?.confidence ?? 0) > 0) ? 'answered' : 'unanswered';
}

function isHandedOver({ content, answer }: Delivery): boolean {
  return /hand_?over/.test(answer?.tool ?? '') || detectIntent(content) === 'human';
}

/** A channel that is not sure sends again: the customer must see one reply all the same. */
function duplicatesAnsweredOnce(deliveries: readonly Delivery[]): Invariant {
  const replies = new Map<string, Set<string>>();
  let copies = 0;
  for (const { customer, message, answer } of deliveries) {
    if (!answer) continue;
    const key = `${customer} ${message}`;
    const known = replies.get(key);
    if (known) copies++;
    replies.set(key, (known ?? new Set()).add(answer.replyId));
  }
  const twice = [...replies.values()].filter(({ size }) => size > 1).length;
  const detail = `${copies} messages arrived again, ${twice} were answered twice.`;
  return { name: 'duplicates_are_answered_once', held: twice === 0, detail };
}

function arrivedAnswered(deliveries: readonly Delivery[]): Invariant {
  const arrived = deliveries.filter(({ fate }) => fate !== 'lost');
  const silent = arrived.filter(({ answer }) => answer === null).length;
  const detail = `${arrived.length} messages arrived, ${silent} of them have no answer.`;
  return { name: 'what_arrives_is_answered', held: silent === 0, detail };
}
