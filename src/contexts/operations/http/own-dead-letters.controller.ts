import { Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RetryOwnDeadLetter } from '../commands/retry-own-dead-letter.command';
import { ListOwnDeadLetters } from '../queries/list-own-dead-letters.query';
import { OwnDeadLetterView } from '../queries/own-dead-letter.view';

@ApiTags('Operations')
@Controller('dlq')
export class OwnDeadLettersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner')
  @Answers(200, pageOf(OwnDeadLetterView), 'What could not be done for this workspace, newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<OwnDeadLetterView>> {
    return this.queries.execute(new ListOwnDeadLetters(workspaceId, page));
  }

  @Post(':id/retry')
  @Roles('owner')
  @Answers(204, undefined, 'It will be tried again; once, however often this is called.')
  @Problems('invalid', 'not_found')
  async retry(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new RetryOwnDeadLetter(workspaceId, id));
  }
}
