import { Module } from '@nestjs/common';
import { DiscardDeadLetterHandler } from './commands/discard-dead-letter.command';
import { RetryDeadLetterHandler } from './commands/retry-dead-letter.command';
import { DeadLettersController } from './http/dead-letters.controller';
import { GetDeadLetterStatsHandler } from './queries/get-dead-letter-stats.query';
import { ListDeadLettersHandler } from './queries/list-dead-letters.query';

@Module({
  controllers: [DeadLettersController],
  providers: [
    RetryDeadLetterHandler,
    DiscardDeadLetterHandler,
    ListDeadLettersHandler,
    GetDeadLetterStatsHandler,
  ],
})
export class OperationsModule {}
