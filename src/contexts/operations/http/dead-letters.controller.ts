import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { DiscardDeadLetter } from '../commands/discard-dead-letter.command';
import { DiscardDeadLetters } from '../commands/discard-dead-letters.command';
import { RetryDeadLetter } from '../commands/retry-dead-letter.command';
import { RetryDeadLetters } from '../commands/retry-dead-letters.command';
import { DeadLetterDetailView } from '../queries/dead-letter-detail.view';
import { DeadLetterView } from '../queries/dead-letter.view';
import { DeadLetterStatsView, GetDeadLetterStats } from '../queries/get-dead-letter-stats.query';
import { GetDeadLetter } from '../queries/get-dead-letter.query';
import { ListDeadLetters } from '../queries/list-dead-letters.query';
import {
  DeadLettersQuery,
  PurgeDeadLettersBody,
  PurgedDeadLettersView,
  RetriedDeadLettersView,
  RetryDeadLettersBody,
} from './dead-letters.dto';

@ApiTags('Operations')
@Controller('admin/dlq')
export class DeadLettersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(DeadLetterView), 'What could not be done and waits for somebody, newest first.')
  @Problems('invalid')
  list(@Query() wanted: DeadLettersQuery): Promise<Page<DeadLetterView>> {
    return this.queries.execute(new ListDeadLetters(wanted));
  }

  @Get('stats')
  @Roles('admin')
  @Answers(200, DeadLetterStatsView)
  stats(): Promise<DeadLetterStatsView> {
    return this.queries.execute(new GetDeadLetterStats());
  }

  @Post('retry')
  @Roles('admin')
  @Answers(
    200,
    RetriedDeadLettersView,
    'At most 10,000 at once; each is tried again once, whoever else asks.',
  )
  @Problems('invalid')
  async retryMany(@Body() selection: RetryDeadLettersBody): Promise<RetriedDeadLettersView> {
    return { retried: await this.commands.execute(new RetryDeadLetters(selection)) };
  }

  @Post('purge')
  @Roles('admin')
  @Answers(200, PurgedDeadLettersView, 'At most 10,000 at once. They will not be tried again.')
  @Problems('invalid')
  async purge(@Body() { olderThanDays, ...selection }: PurgeDeadLettersBody): Promise<PurgedDeadLettersView> {
    return { purged: await this.commands.execute(new DiscardDeadLetters(selection, olderThanDays)) };
  }

  @Get(':id')
  @Roles('admin')
  @Answers(200, DeadLetterDetailView, 'Closed ones too.')
  @Problems('invalid', 'not_found')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<DeadLetterDetailView> {
    return this.queries.execute(new GetDeadLetter(id));
  }

  @Post(':id/retry')
  @Roles('admin')
  @Answers(204, undefined, 'It will be tried again; once, however often this is called.')
  @Problems('not_found')
  retry(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.commands.execute(new RetryDeadLetter(id));
  }

  @Delete(':id')
  @Roles('admin')
  @Answers(204, undefined, 'It will not be tried again.')
  @Problems('not_found')
  discard(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.commands.execute(new DiscardDeadLetter(id));
  }
}
