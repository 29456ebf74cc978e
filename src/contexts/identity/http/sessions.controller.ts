import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { EndOtherSessions } from '../commands/end-other-sessions.command';
import { EndSession } from '../commands/end-session.command';
import { ListSessions, SessionView } from '../queries/list-sessions.query';
import { NoBody } from './no-body.dto';

@ApiTags('Identity')
@Controller('auth/sessions')
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @SignedIn()
  @Answers(200, pageOf(SessionView), 'Where the caller is signed in, newest first.')
  @Problems('invalid')
  list(
    @UserId() userId: string,
    @CurrentPrincipal() { sessionId }: Principal,
    @Query() page: PageQuery,
  ): Promise<Page<SessionView>> {
    return this.queries.execute(new ListSessions(userId, sessionId!, page));
  }

  @Delete(':id')
  @SignedIn()
  @Answers(204, undefined, 'Its tokens are refused everywhere within 5 seconds.')
  @Problems('invalid', 'not_found')
  async end(@UserId() userId: string, @Param('id', ParseUUIDPipe) sessionId: string): Promise<void> {
    await this.commands.execute(new EndSession(userId, sessionId));
  }

  @Post('end-others')
  @SignedIn()
  @Answers(204, undefined, 'Only the session that this was asked with is left.')
  @Problems('invalid')
  async endOthers(
    @UserId() userId: string,
    @CurrentPrincipal() { sessionId }: Principal,
    @Body() _body: NoBody,
  ): Promise<void> {
    await this.commands.execute(new EndOtherSessions(userId, sessionId!));
  }
}
