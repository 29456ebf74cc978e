import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { EndCanary } from '../commands/end-canary.command';
import { StartCanary } from '../commands/start-canary.command';
import { CanaryView } from '../queries/canary.view';
import { GetCanary } from '../queries/get-canary.query';
import { StartCanaryBody } from './canaries.dto';

@ApiTags('Agent')
@Controller('agents/:slug/canary')
export class CanariesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner')
  @Idempotent()
  @Answers(
    201,
    CanaryView,
    'A share of the conversations is answered by this version, until it is activated or ended.',
  )
  @Problems('invalid', 'not_found', 'conflict')
  async start(
    @WorkspaceId() workspaceId: string,
    @Param('slug') slug: string,
    @EffectId() id: string,
    @Body() { version, percent }: StartCanaryBody,
  ): Promise<CanaryView> {
    await this.commands.execute(new StartCanary(workspaceId, slug, { id, version, percent }));
    return this.queries.execute(new GetCanary(workspaceId, slug));
  }

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, CanaryView, 'The latest trial, and how both versions fared in it.')
  @Problems('not_found')
  get(@WorkspaceId() workspaceId: string, @Param('slug') slug: string): Promise<CanaryView> {
    return this.queries.execute(new GetCanary(workspaceId, slug));
  }

  @Delete()
  @Roles('owner')
  @Answers(204, undefined, 'The version that answered before answers everybody again.')
  @Problems('not_found')
  async end(@WorkspaceId() workspaceId: string, @Param('slug') slug: string): Promise<void> {
    await this.commands.execute(new EndCanary(workspaceId, slug));
  }
}
