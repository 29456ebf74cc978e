import { citationScore } from '../../../src/contexts/agent/domain/evals/scorers/citation.scorer';
import { containsScore } from '../../../src/contexts/agent/domain/evals/scorers/contains.scorer';
import { exactScore } from '../../../src/contexts/agent/domain/evals/scorers/exact.scorer';
import { policyScore } from '../../../src/contexts/agent/domain/evals/scorers/policy.scorer';
import { schemaScore } from '../../../src/contexts/agent/domain/evals/scorers/schema.scorer';
import { foreignSchemaProblem } from '../../../src/contexts/agent/domain/foreign-schema';
import { AjvJsonSchemas } from '../../../src/contexts/agent/infrastructure/ajv.json-schemas';
import { anAnswer, aSource } from './builders';

const input = 'How long can I return goods?';

describe('the scorer of exact answers', () => {
  const score = (expected: string) => exactScore({ input, expected, match: 'exact' }, anAnswer())?.value;

  it('looks past case, spacing, citation marks and the last full stop [EV-01]', () => {
    expect(score('goods  can be returned within 30 Days')).toBe(1);
  });

  it('finds every other difference [EV-01]', () => {
    expect(score('Goods can be returned within 14 days.')).toBe(0);
    expect(score('30 days')).toBe(0);
  });

  it('says nothing of a case that asks for something else [EV-01]', () => {
    expect(exactScore({ input }, anAnswer())).toBeNull();
    expect(exactScore({ input, expected: '30 days' }, anAnswer())).toBeNull();
  });
});

describe('the scorer of what an answer contains', () => {
  const score = (expected: string) => containsScore({ input, expected }, anAnswer())?.value;

  it('finds the words anywhere in the answer [EV-01]', () => {
    expect(score('30 days.')).toBe(1);
    expect(score('14 days')).toBe(0);
  });

  it('says nothing of a case that wants the exact answer [EV-01]', () => {
    expect(containsScore({ input, expected: '30 days', match: 'exact' }, anAnswer())).toBeNull();
  });
});

describe('the scorer of citations', () => {
  const answer = anAnswer({ sources: [aSource(), aSource({ title: 'Refunds', url: null })] });

  it.each([['Returns'], ['returns'], ['https://example.com/returns'], [aSource().documentId]])(
    'knows a document as %s [EV-01]',
    (wanted) => {
      expect(citationScore({ input, mustCite: [wanted] }, answer)?.value).toBe(1);
    },
  );

  it('gives the share that was cited, and names the rest [EV-01]', () => {
    const score = citationScore({ input, mustCite: ['Returns', 'Refunds', 'Prices', 'Hours'] }, answer);
    expect(score).toMatchObject({ value: 0.5, reason: 'Not among the sources: Prices, Hours.' });
  });

  it('says nothing of a case that names no document [EV-01]', () => {
    expect(citationScore({ input }, answer)).toBeNull();
  });
});

describe('the scorer of structured answers', () => {
  const schemas = new AjvJsonSchemas();
  const flawOf = (one: object) => foreignSchemaProblem(one) ?? schemas.schemaProblem({ ...one });
  const schema = { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'] };
  const score = (reply: string) => schemaScore({ input, schema }, anAnswer({ reply }), schemas);

  it('takes JSON that fits, also in a fence [EV-01]', () => {
    expect(score('{"days": 30}')?.value).toBe(1);
    expect(score('```json\n{"days": 30}\n```')?.value).toBe(1);
  });

  it('says what does not fit [EV-01]', () => {
    expect(score('{"days": "thirty"}')).toMatchObject({
      value: 0,
      reason: 'The answer does not fit the schema: days must be integer.',
    });
    expect(score('Thirty days.')).toMatchObject({ value: 0, reason: 'The answer is no JSON.' });
  });

  it('says nothing of a case without a schema [EV-01]', () => {
    expect(schemaScore({ input }, anAnswer(), schemas)).toBeNull();
  });

  it.each([
    ['a pattern, which may take for ever', { type: 'string', pattern: '(a+)+$' }],
    ['a reference, which may lead anywhere', { $ref: 'https://example.com/schema' }],
    ['an unknown type', { type: 'text' }],
    ['a schema in a schema in a schema without end', nested(20)],
  ])('refuses %s [EV-01]', (_, flawed) => {
    expect(flawOf(flawed)).not.toBeNull();
    expect(flawOf({ type: 'object', properties: { inner: flawed } })).not.toBeNull();
  });

  it('takes a schema that names its dialect [EV-01]', () => {
    expect(flawOf({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema })).toBeNull();
  });
});

describe('the scorer of policies', () => {
  const score = (reply: string, sources = [aSource()]) =>
    policyScore(
      { input, policies: ['cites_a_source', 'links_only_to_sources', 'tells_no_personal_data'] },
      anAnswer({ reply, sources }),
    );

  it('is content with an answer that keeps them all [EV-05]', () => {
    expect(score('See https://example.com/returns/how. [1] Your order is 4111111111111112.')).toMatchObject({
      value: 1,
      reason: 'The answer keeps every policy.',
    });
  });

  it('gives the share that was kept, and says what was not [EV-05]', () => {
    const broken = score('Pay at https://evil.example/?q=1, or write to bob@evil.example.', []);
    expect(broken).toMatchObject({
      value: 0,
      reason:
        'Broken: cites_a_source: no source is cited; links_only_to_sources: it links to evil.example; ' +
        'tells_no_personal_data: it tells a mail address.',
    });
  });

  it.each([
    ['a card number', 'Use 4111 1111 1111 1111.'],
    ['a bank account', 'Send it to DE89 3704 0044 0532 0130 00.'],
  ])('finds %s [EV-05]', (kind, reply) => {
    expect(score(reply)).toMatchObject({ reason: `Broken: tells_no_personal_data: it tells ${kind}.` });
  });

  it('lets an answer repeat what the customer has said [EV-05]', () => {
    const asked = { input: 'I am ada@example.com', policies: ['tells_no_personal_data'] as const };
    expect(policyScore(asked, anAnswer({ reply: 'Hello, ada@example.com!' }))?.value).toBe(1);
  });
});

function nested(levels: number): Record<string, unknown> {
  return levels === 0 ? { type: 'string' } : { type: 'array', items: nested(levels - 1) };
}
