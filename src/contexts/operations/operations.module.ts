import { Module } from '@nestjs/common';
import { BlockAddressHandler } from './commands/block-address.command';
import { NoteAuditReadingHandler } from './commands/note-audit-reading.command';
import { DiscardDeadLetterHandler } from './commands/discard-dead-letter.command';
import { DiscardDeadLettersHandler } from './commands/discard-dead-letters.command';
import { PauseQueueHandler } from './commands/pause-queue.command';
import { ResumeQueueHandler } from './commands/resume-queue.command';
import { RetryDeadLetterHandler } from './commands/retry-dead-letter.command';
import { RetryDeadLettersHandler } from './commands/retry-dead-letters.command';
import { RetryOwnDeadLetterHandler } from './commands/retry-own-dead-letter.command';
import { UnblockAddressHandler } from './commands/unblock-address.command';
import { AdminAuditLogController } from './http/admin-audit-log.controller';
import { AdminWorkspacesController } from './http/admin-workspaces.controller';
import { BlockedAddressesController } from './http/blocked-addresses.controller';
import { DeadLettersController } from './http/dead-letters.controller';
import { OwnDeadLettersController } from './http/own-dead-letters.controller';
import { QueuesController } from './http/queues.controller';
import { RateOffendersController } from './http/rate-offenders.controller';
import { GetBlockedAddressHandler } from './queries/get-blocked-address.query';
import { GetDeadLetterStatsHandler } from './queries/get-dead-letter-stats.query';
import { GetDeadLetterHandler } from './queries/get-dead-letter.query';
import { ListAnyAuditLogHandler } from './queries/list-any-audit-log.query';
import { ListBlockedAddressesHandler } from './queries/list-blocked-addresses.query';
import { ListDeadLettersHandler } from './queries/list-dead-letters.query';
import { ListOwnDeadLettersHandler } from './queries/list-own-dead-letters.query';
import { ListQueuesHandler } from './queries/list-queues.query';
import { ListRateOffendersHandler } from './queries/list-rate-offenders.query';
import { VerifyAnyAuditLogHandler } from './queries/verify-any-audit-log.query';

/** What operators see of the audit logs. */
const audit = [NoteAuditReadingHandler, ListAnyAuditLogHandler, VerifyAnyAuditLogHandler];

const deadLetters = [
  RetryDeadLetterHandler,
  RetryDeadLettersHandler,
  RetryOwnDeadLetterHandler,
  DiscardDeadLetterHandler,
  DiscardDeadLettersHandler,
  ListDeadLettersHandler,
  ListOwnDeadLettersHandler,
  GetDeadLetterHandler,
  GetDeadLetterStatsHandler,
];

const queues = [ListQueuesHandler, PauseQueueHandler, ResumeQueueHandler];

@Module({
  controllers: [
    DeadLettersController,
    OwnDeadLettersController,
    QueuesController,
    AdminWorkspacesController,
    BlockedAddressesController,
    RateOffendersController,
    AdminAuditLogController,
  ],
  providers: [
    ...audit,
    ...deadLetters,
    ...queues,
    BlockAddressHandler,
    UnblockAddressHandler,
    GetBlockedAddressHandler,
    ListBlockedAddressesHandler,
    ListRateOffendersHandler,
  ],
})
export class OperationsModule {}
