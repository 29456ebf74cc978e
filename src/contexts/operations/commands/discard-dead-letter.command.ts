import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';

export class DiscardDeadLetter extends Command<void> {
  constructor(readonly deadLetterId: string) {
    super();
  }
}

@CommandHandler(DiscardDeadLetter)
export class DiscardDeadLetterHandler implements ICommandHandler<DiscardDeadLetter> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ deadLetterId }: DiscardDeadLetter): Promise<void> {
    const discarded = await this.database.query(sql`
      UPDATE platform.dead_letters SET status = 'discarded', closed_at = now()
      WHERE id = ${deadLetterId} AND status = 'open' RETURNING 1`);
    if (discarded.length === 0) throw notFound('open dead letter');
  }
}
