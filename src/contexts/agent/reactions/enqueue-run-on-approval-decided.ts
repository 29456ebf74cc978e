import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RESUME_RUN } from '../commands/resume-run.command';
import { ApprovalDecided } from '../contracts/approval-decided.event';

@EventsHandler(ApprovalDecided)
export class EnqueueRunOnApprovalDecided implements IEventHandler<ApprovalDecided> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ workspaceId, runId }: ApprovalDecided): Promise<void> {
    await this.queue.add(RESUME_RUN, { workspaceId, subjectId: runId });
  }
}
