import { Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { DiscardDeadLetter } from '../commands/discard-dead-letter.command';
import { RetryDeadLetter } from '../commands/retry-dead-letter.command';
import { DeadLetterView } from '../queries/dead-letter.view';
import { DeadLetterStatsView, GetDeadLetterStats } from '../queries/get-dead-letter-stats.query';
import { ListDeadLetters } from '../queries/list-dead-letters.query';

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
  list(@Query() page: PageQuery): Promise<Page<DeadLetterView>> {
    return this.queries.execute(new ListDeadLetters(page));
  }

  @Get('stats')
  @Roles('admin')
  @Answers(200, DeadLetterStatsView)
  stats(): Promise<DeadLetterStatsView> {
    return this.queries.execute(new GetDeadLetterStats());
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
