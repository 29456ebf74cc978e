import { Module } from '@nestjs/common';
import { BlockAddressHandler } from './commands/block-address.command';
import { NoteAuditReadingHandler } from './commands/note-audit-reading.command';
import { DiscardDeadLetterHandler } from './commands/discard-dead-letter.command';
import { RetryDeadLetterHandler } from './commands/retry-dead-letter.command';
import { UnblockAddressHandler } from './commands/unblock-address.command';
import { AdminAuditLogController } from './http/admin-audit-log.controller';
import { AdminWorkspacesController } from './http/admin-workspaces.controller';
import { BlockedAddressesController } from './http/blocked-addresses.controller';
import { DeadLettersController } from './http/dead-letters.controller';
import { RateOffendersController } from './http/rate-offenders.controller';
import { GetBlockedAddressHandler } from './queries/get-blocked-address.query';
import { GetDeadLetterStatsHandler } from './queries/get-dead-letter-stats.query';
import { ListAnyAuditLogHandler } from './queries/list-any-audit-log.query';
import { ListBlockedAddressesHandler } from './queries/list-blocked-addresses.query';
import { ListDeadLettersHandler } from './queries/list-dead-letters.query';
import { ListRateOffendersHandler } from './queries/list-rate-offenders.query';
import { VerifyAnyAuditLogHandler } from './queries/verify-any-audit-log.query';

/** What operators see of the audit logs. */
const audit = [NoteAuditReadingHandler, ListAnyAuditLogHandler, VerifyAnyAuditLogHandler];

@Module({
  controllers: [
    DeadLettersController,
    AdminWorkspacesController,
    BlockedAddressesController,
    RateOffendersController,
    AdminAuditLogController,
  ],
  providers: [
    ...audit,
    RetryDeadLetterHandler,
    DiscardDeadLetterHandler,
    ListDeadLettersHandler,
    BlockAddressHandler,
    UnblockAddressHandler,
    GetBlockedAddressHandler,
    ListBlockedAddressesHandler,
    ListRateOffendersHandler,
    GetDeadLetterStatsHandler,
  ],
})
export class OperationsModule {}
