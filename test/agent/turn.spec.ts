import { TurnCompleted } from '../../src/contexts/agent/contracts/turn-completed.event';
import { TurnFailed } from '../../src/contexts/agent/contracts/turn-failed.event';
import { type CheckedOutcome } from '../../src/contexts/agent/domain/checked-outcome';
import { NO_USAGE } from '../../src/contexts/agent/domain/planner';
import { RunRecord } from '../../src/contexts/agent/domain/run-record';
import { Turn } from '../../src/contexts/agent/domain/turn';
import { aPassage } from './builders';

const NOW = new Date('2026-11-21T09:00:00Z');

const aTurn = () =>
  Turn.start({
    id: 'turn',
    workspaceId: 'workspace',
    agent: 'customer-service',
    agentVersion: 0,
    conversationId: 'conversation',
    replyId: 'reply',
    input: 'How do I reset my password?',
    startedAt: NOW,
  });

const anOutcome = (citedChunkIds: string[]): CheckedOutcome => ({
  planner: 'rules',
  decision: {
    tool: 'search_knowledge',
    toolInput: { query: 'How do I reset my password?' },
    reply: 'Open Settings. [1]',
    reasoning: 'It is in the account guide.',
    confidence: 0.8,
    citedChunkIds,
    usage: NO_USAGE,
  },
  attempts: [],
  citations: [],
  guardrails: [],
});

const recordWith = (...chunkIds: string[]): RunRecord => {
  const record = new RunRecord(NOW);
  record.add(chunkIds.map((id) => aPassage(id)));
  return record;
};

const WISH = { caller: { userId: null, keyId: null, role: null, scopes: null, readers: null }, model: null };

describe('a turn', () => {
  it('ends with the cited passages as sources, in the order of citation', () => {
    const turn = aTurn();
    const outcome = turn.complete(anOutcome(['b', 'a']), recordWith('a', 'b', 'c'), NOW);
    expect(outcome.sources.map(({ chunkId }) => chunkId)).toEqual(['b', 'a']);
    expect(outcome.sources[0]).not.toHaveProperty('text');
  });

  it('tells once that it is complete, with the reply to post', () => {
    const turn = aTurn();
    turn.complete(anOutcome(['a']), recordWith('a'), NOW);
    expect(turn.events).toHaveLength(1);
    expect(turn.events[0]).toBeInstanceOf(TurnCompleted);
    expect(turn.events[0]).toMatchObject({
      reply: { id: 'reply', runId: 'turn', content: 'Open Settings. [1]' },
    });
  });

  it('cannot end twice', () => {
    const turn = aTurn();
    turn.fail('the database went away', NOW);
    expect(() => turn.complete(anOutcome([]), recordWith(), NOW)).toThrow(/already ended/);
    expect(() => turn.fail('again', NOW)).toThrow(/already ended/);
    expect(turn.events).toHaveLength(1);
    expect(turn.events[0]).toBeInstanceOf(TurnFailed);
  });

  it('waits for an approval, goes on with what it was asked with, and says two things', () => {
    const turn = aTurn();
    turn.pause(WISH, { reply: 'Somebody has to approve.', reasoning: 'It needs approval.' }, recordWith());
    expect(turn.state.status).toBe('awaiting_approval');
    expect(turn.resume('second reply')).toEqual(WISH);
    turn.complete(anOutcome([]), recordWith(), NOW);
    expect(turn.events).toMatchObject([{ reply: { id: 'reply' } }, { reply: { id: 'second reply' } }]);
  });

  it('keeps what was said when it is cancelled', () => {
    const turn = aTurn();
    turn.stop('cancelled', { reply: 'Open Set', reasoning: 'The client went away' }, recordWith(), NOW);
    expect(turn.state).toMatchObject({ status: 'cancelled', outcome: { reply: 'Open Set', confidence: 0 } });
    expect(turn.events).toMatchObject([{ reply: { content: 'Open Set' } }]);
  });

  it('says by itself what nobody can tell', () => {
    const turn = aTurn();
    const record = recordWith();
    record.note(anOutcome([]).decision, 'llm', 1);
    const call = { step: 1, name: 'send_mail', input: {} };
    record.observe({ call, result: { kind: 'unknown', reason: 'a crash' } });
    expect(turn.complete(anOutcome([]), record, NOW).reply).toMatch(
      /cannot tell whether "send_mail" went through/,
    );
  });
});
