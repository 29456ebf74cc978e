import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { UserOnboarded } from '../../identity/contracts/user-onboarded.event';
import { OpenWorkspace } from '../contracts/open-workspace.command';

/** Onboarding opens the workspace itself; this makes up for it when the process died in between. */
@EventsHandler(UserOnboarded)
export class OpenWorkspaceOnUserOnboarded implements IEventHandler<UserOnboarded> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, userId, workspaceName }: UserOnboarded): Promise<void> {
    await this.commands.execute(new OpenWorkspace(workspaceId, userId, workspaceName));
  }
}
