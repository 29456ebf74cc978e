import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { Roles } from '../../../platform/security/roles';
import { AppointAdministrator } from '../commands/appoint-administrator.command';
import { DismissAdministrator } from '../commands/dismiss-administrator.command';
import { AdministratorView } from '../queries/administrator.view';
import { GetAdministrator } from '../queries/get-administrator.query';
import { ListAdministrators } from '../queries/list-administrators.query';
import { AppointAdministratorBody } from './administrators.dto';

/** The first one is appointed with the administrator's key; there is always that key to fall back on. */
@ApiTags('Operations')
@Controller('admin/administrators')
export class AdministratorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(AdministratorView), 'People who administer the platform.')
  @Problems('invalid')
  list(@Query() page: PageQuery): Promise<Page<AdministratorView>> {
    return this.queries.execute(new ListAdministrators(page));
  }

  @Post()
  @Roles('admin')
  @RecentSignIn()
  @Idempotent()
  @Answers(201, AdministratorView, 'In sessions with a second factor, within 5 seconds.')
  @Problems('invalid', 'not_found', 'conflict')
  async appoint(@Body() { userId }: AppointAdministratorBody): Promise<AdministratorView> {
    await this.commands.execute(new AppointAdministrator(userId));
    return this.queries.execute(new GetAdministrator(userId));
  }

  @Delete(':userId')
  @Roles('admin')
  @RecentSignIn()
  @Answers(204, undefined, 'Takes effect within 5 seconds, on sessions that are open too.')
  @Problems('invalid', 'not_found', 'conflict')
  async dismiss(@Param('userId', ParseUUIDPipe) userId: string): Promise<void> {
    await this.commands.execute(new DismissAdministrator(userId));
  }
}
