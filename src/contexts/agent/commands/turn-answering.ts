import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { refusedOutcome } from '../domain/checked-outcome';
import { guardMessage } from '../domain/guardrails/guarded-message';
import { type RunRecord } from '../domain/run-record';
import { wordsAtLimit, wordsAtPause } from '../domain/run-words';
import { type Turn } from '../domain/turn';
import { type AskedTurn } from './asked-turn';
import { Gathering } from './gathering';
import { PlanLoop } from './plan-loop';
import { type TurnProgress } from './turn-progress';

/** Between the two saves of a turn: look things up, let planners and tools do their work, end the turn accordingly. */
@Injectable()
export class TurnAnswering {
  constructor(
    private readonly gathering: Gathering,
    private readonly loop: PlanLoop,
    private readonly clock: Clock,
  ) {}

  async answer(turn: Turn, asked: AskedTurn, record: RunRecord, progress: TurnProgress): Promise<void> {
    const { id: runId, workspaceId, conversationId } = turn.state;
    const { agent, caller, model } = asked;
    const { text: question, refusal, verdicts } = guardMessage(asked.question, agent.guardrails);
    if (refusal !== null) {
      progress.onToken?.(refusal);
      return void turn.complete(refusedOutcome(refusal, verdicts), record, this.clock.now());
    }
    const { request, verdicts: found } = await this.gathering.gather(workspaceId, { ...asked, question });
    record.verdicts = [...verdicts, ...found];
    record.add(request.passages);
    if (agent.retrieval.enabled) record.query = request.standalone;
    progress.onRetrieved(request.passages);
    const context = { workspaceId, runId, conversationId, agent, caller };
    const end = await this.loop.run({ request, record, context }, progress);
    const now = this.clock.now();
    switch (end.kind) {
      case 'answered':
        turn.complete(end.outcome, record, now);
        return;
      case 'limit_exceeded': {
        const reply = wordsAtLimit(end.limit, record.observations);
        return turn.stop(
          'limit_exceeded',
          { reply, reasoning: `The limit of ${end.limit} is reached.` },
          record,
          now,
        );
      }
      case 'awaiting_approval': {
        const reasoning = `${end.tool} needs somebody's approval.`;
        return turn.pause({ caller, model }, { reply: wordsAtPause(end.tool), reasoning }, record);
      }
    }
  }
}
