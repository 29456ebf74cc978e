import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RequestHandover } from '../contracts/request-handover.command';
import { CreateTask } from './create-task.command';

@CommandHandler(RequestHandover)
export class RequestHandoverHandler implements ICommandHandler<RequestHandover> {
  constructor(private readonly commands: CommandBus) {}

  async execute({ workspaceId, handover }: RequestHandover): Promise<void> {
    const { id, conversationId, title, reason } = handover;
    const nobody = { assigneeId: null, runId: null, createdBy: null };
    const task = { id, kind: 'handover', title, description: reason, conversationId, ...nobody } as const;
    await this.commands.execute(new CreateTask(workspaceId, task));
  }
}
