import { checkOutcome } from '../../src/contexts/agent/domain/checked-outcome';
import { groundedShare, groundSentences } from '../../src/contexts/agent/domain/grounding';
import { guardReply } from '../../src/contexts/agent/domain/guardrails/guarded-reply';
import { DEFAULT_GUARDRAILS } from '../../src/contexts/agent/domain/guardrails/guardrails';
import { type Observation } from '../../src/contexts/agent/domain/observation';
import { aDecision, aPassage, aRequest } from './builders';

const RETURNS = {
  ...aPassage('a', 'We ship on weekdays. Goods can be returned within 30 days of delivery.'),
  heading: 'Returns',
  pageFrom: 4,
  pageTo: 4,
};
const REFUNDS = aPassage('b', 'Refunds arrive after five working days on the card that was used.');

describe('the grounding of a reply [AG-39 EV-05]', () => {
  const ground = (reply: string, cited: string[] = ['a', 'b']) =>
    groundSentences(reply, cited, [RETURNS, REFUNDS]);

  it('names for each sentence the passage, its page and the place in it [AG-15]', () => {
    const reply = 'Goods can be returned within 30 days. [1] Refunds arrive after five working days. [2]';
    const [first, second] = ground(reply);
    expect(reply.slice(first!.start, first!.end)).toBe('Goods can be returned within 30 days. [1]');
    expect(first!.supports[0]).toMatchObject({ chunkId: 'a', pageFrom: 4, heading: 'Returns' });
    const { start, end } = first!.supports[0]!;
    expect(RETURNS.text.slice(start, end)).toBe('Goods can be returned within 30 days of delivery.');
    expect(second!.supports[0]).toMatchObject({ chunkId: 'b', pageFrom: null });
  });

  it('carries no sentence whose numbers the documents do not know', () => {
    expect(ground('Goods can be returned within 90 days of delivery. [1]')[0]!.supports).toEqual([]);
  });

  it('carries no sentence that only shows a mark', () => {
    expect(ground('Our founder plays the violin every evening. [1]')[0]!.supports).toEqual([]);
  });

  it('takes the mark for it where the sentence is in another language than the passage', () => {
    const german = 'Die Ware kann man bei uns bis zu 30 Tage nach der Lieferung zurückgeben.';
    expect(ground(`${german} [1]`)[0]!.supports).toMatchObject([{ chunkId: 'a' }]);
    expect(ground(german, [])[0]!.supports).toEqual([]);
  });

  it('asks nothing of questions and courtesies', () => {
    const sentences = ground('Hello! Shall I bring in a person from the team?');
    expect(sentences.map(({ isAssertion }) => isAssertion)).toEqual([false, false]);
    expect(groundedShare(sentences)).toBe(1);
  });

  it('marks a reply that too few documents carry, or says that it does not know [AG-17]', () => {
    const said = { reply: 'The shop was founded by pirates in 1720.', citedChunkIds: [], confidence: 0.9 };
    expect(guardReply(said, [RETURNS], DEFAULT_GUARDRAILS)).toMatchObject({
      reply: said.reply,
      confidence: 0.3,
      verdicts: [{ name: 'groundedness', action: 'mark', note: 'Documents carry 0 of 1 sentences.' }],
    });
    const strict = { ...DEFAULT_GUARDRAILS, groundedness: 'refuse' } as const;
    expect(guardReply(said, [RETURNS], strict)).toMatchObject({
      reply: expect.stringMatching(/could not find enough.*person/) as string,
      confidence: 0,
      citedChunkIds: [],
    });
  });

  it('shows the sentences that nothing carries beside those that something does', () => {
    const decision = aDecision({
      reply: 'Goods can be returned within 30 days. [1] Pirates founded the shop in Lisbon.',
      citedChunkIds: ['a'],
    });
    const outcome = { planner: 'llm', decision, attempts: [] } as const;
    const { citations, guardrails } = checkOutcome(outcome, aRequest({ passages: [RETURNS] }), []);
    expect(citations.map(({ isSupported }) => isSupported)).toEqual([true, false]);
    expect(guardrails).toEqual([]);
  });

  it('asks no document to carry what a tool has done', () => {
    const decision = aDecision({ reply: 'Order seven was paid back to your card today.', citedChunkIds: [] });
    const outcome = { planner: 'llm', decision, attempts: [] } as const;
    const call = { step: 1, name: 'refund', input: {} };
    const done = { call, result: { kind: 'done', output: { paid: 12 } } } as const;
    const judged = (observations: readonly Observation[]) =>
      checkOutcome(outcome, aRequest({ passages: [RETURNS], observations }), []).guardrails;
    expect(judged([])).toMatchObject([{ name: 'groundedness', action: 'mark' }]);
    expect(judged([done])).toEqual([]);
  });
});
