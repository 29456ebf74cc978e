import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { LeaveAllWorkspaces } from '../../tenancy/contracts/leave-all-workspaces.command';
import { Erasures } from '../domain/erasures';

export class EraseMe extends Command<string> {
  constructor(readonly userId: string) {
    super();
  }
}

/** From here on nobody can sign in as this person; what is left of them is removed in the background. */
@CommandHandler(EraseMe)
export class EraseMeHandler implements ICommandHandler<EraseMe> {
  constructor(
    private readonly erasures: Erasures,
    private readonly directory: SessionDirectory,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async execute({ userId }: EraseMe): Promise<string> {
    const workspaceIds = await this.commands.execute(new LeaveAllWorkspaces(userId));
    const id = this.ids.next();
    const ended = await this.erasures.begin({ id, userId, workspaceIds }, this.clock.now());
    if (!ended) throw notFound('account');
    for (const sessionId of ended) this.directory.forgetSession(sessionId);
    return id;
  }
}
