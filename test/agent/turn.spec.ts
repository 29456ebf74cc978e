import { TurnCompleted } from '../../src/contexts/agent/contracts/turn-completed.event';
import { TurnFailed } from '../../src/contexts/agent/contracts/turn-failed.event';
import { type PlanOutcome } from '../../src/contexts/agent/domain/planner-chain';
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

const anOutcome = (citedChunkIds: string[]): PlanOutcome => ({
  planner: 'rules',
  decision: {
    tool: 'search_knowledge',
    toolInput: { query: 'How do I reset my password?' },
    reply: 'Open Settings. [1]',
    reasoning: 'It is in the account guide.',
    confidence: 0.8,
    citedChunkIds,
    usage: { model: null, inputTokens: 0, outputTokens: 0 },
  },
  attempts: [],
});

describe('a turn', () => {
  it('ends with the cited passages as sources, in the order of citation', () => {
    const turn = aTurn();
    const outcome = turn.complete(anOutcome(['b', 'a']), [aPassage('a'), aPassage('b'), aPassage('c')], NOW);
    expect(outcome.sources.map(({ chunkId }) => chunkId)).toEqual(['b', 'a']);
    expect(outcome.sources[0]).not.toHaveProperty('text');
  });

  it('tells once that it is complete, with the reply to post', () => {
    const turn = aTurn();
    turn.complete(anOutcome(['a']), [aPassage('a')], NOW);
    expect(turn.events).toHaveLength(1);
    expect(turn.events[0]).toBeInstanceOf(TurnCompleted);
    expect(turn.events[0]).toMatchObject({
      reply: { id: 'reply', runId: 'turn', content: 'Open Settings. [1]' },
    });
  });

  it('cannot end twice', () => {
    const turn = aTurn();
    turn.fail('the database went away', NOW);
    expect(() => turn.complete(anOutcome([]), [], NOW)).toThrow(/already ended/);
    expect(() => turn.fail('again', NOW)).toThrow(/already ended/);
    expect(turn.events).toHaveLength(1);
    expect(turn.events[0]).toBeInstanceOf(TurnFailed);
  });
});
