import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CreateApiKey } from '../commands/create-api-key.command';
import { RevokeApiKey } from '../commands/revoke-api-key.command';
import { ApiKeyView } from '../queries/api-key.view';
import { GetApiKey } from '../queries/get-api-key.query';
import { ListApiKeys } from '../queries/list-api-keys.query';
import { CreateApiKeyBody, NewApiKeyView } from './api-keys.dto';

@ApiTags('Identity')
@Controller('workspaces/:id/api-keys')
@WorkspaceFromPath('id')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner')
  @Answers(200, pageOf(ApiKeyView), 'Newest first, with those that were revoked.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<ApiKeyView>> {
    return this.queries.execute(new ListApiKeys(workspaceId, page));
  }

  @Post()
  @Roles('owner')
  @RecentSignIn()
  @Idempotent({ withholds: ['secret'] })
  @Answers(201, NewApiKeyView, 'The only answer that shows the key.')
  @Problems('invalid', 'conflict')
  async create(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @EffectId() keyId: string,
    @Body() { expiresAt, ...form }: CreateApiKeyBody,
  ): Promise<NewApiKeyView> {
    const terms = { ...form, expiresAt: expiresAt ? new Date(expiresAt) : null };
    const secret = await this.commands.execute(new CreateApiKey(workspaceId, keyId, userId, terms));
    return { ...(await this.queries.execute(new GetApiKey(workspaceId, keyId))), secret };
  }

  @Delete(':keyId')
  @Roles('owner')
  @RecentSignIn()
  @Answers(204, undefined, 'Refused everywhere within 5 seconds.')
  @Problems('invalid', 'conflict')
  async revoke(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @Param('keyId', ParseUUIDPipe) keyId: string,
  ): Promise<void> {
    await this.commands.execute(new RevokeApiKey(workspaceId, keyId, userId));
  }
}
