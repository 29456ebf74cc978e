import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { ADVANCE_EVAL_RUN } from '../commands/evals/advance-eval-run.command';
import { EvalRunRequested } from '../contracts/eval-run-requested.event';

@EventsHandler(EvalRunRequested)
export class EnqueueEvalOnEvalRunRequested implements IEventHandler<EvalRunRequested> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ workspaceId, aggregateId }: EvalRunRequested): Promise<void> {
    await this.queue.add(ADVANCE_EVAL_RUN, { subjectId: aggregateId, workspaceId });
  }
}
