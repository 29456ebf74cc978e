import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { NO_TENANT } from '../../../platform/database/database';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { DescribeUsers } from '../contracts/describe-users.query';

export const EXPORT_READY = 'identity.export_ready';

export class TellOfExport extends Command<void> {
  constructor(
    readonly workspaceId: string | null,
    readonly userId: string,
    readonly exportId: string,
  ) {
    super();
  }
}

@CommandHandler(TellOfExport)
export class TellOfExportHandler implements ICommandHandler<TellOfExport> {
  constructor(
    private readonly store: AggregateStore,
    private readonly queries: QueryBus,
  ) {}

  /** Whoever has left meanwhile is not written to. */
  async execute({ workspaceId, userId, exportId }: TellOfExport): Promise<void> {
    const [person] = await this.queries.execute(new DescribeUsers([userId]));
    if (!person) return;
    const params = { exportId };
    const mail = requestMail({ workspaceId, kind: EXPORT_READY, to: person.email, params });
    await this.store.commit(workspaceId ?? NO_TENANT, [mail.row], [mail.event]);
  }
}
