import { Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../http/document-route';
import { Idempotent } from '../http/idempotency/idempotent';
import { type Page, PageQuery, pageOf } from '../http/page';
import { RecentSignIn } from '../security/recent-sign-in';
import { Roles } from '../security/roles';
import { WorkspaceId } from '../security/workspace-id';
import { WebhookDeliveries } from './webhook-deliveries';
import { WebhookDeliveryView } from './webhook-delivery.view';
import { WebhookSecretView } from './webhook-secret.view';
import { WebhookSecrets } from './webhook-secrets';

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  @Get('secret')
  @Roles('owner')
  @Answers(200, WebhookSecretView, 'What this workspace’s webhooks are signed with.')
  showSecret(@WorkspaceId() workspaceId: string): Promise<WebhookSecretView> {
    return this.secrets.show(workspaceId);
  }

  @Post('secret/rotate')
  @Roles('owner')
  @RecentSignIn()
  @Idempotent({ withholds: ['secret', 'formerSecret'] })
  @Answers(
    200,
    WebhookSecretView,
    'A new one; the one before signs as well for 24 hours, older ones no more.',
  )
  async rotateSecret(@WorkspaceId() workspaceId: string): Promise<WebhookSecretView> {
    await this.secrets.rotate(workspaceId);
    return this.secrets.show(workspaceId);
  }

  @Get('deliveries')
  @Roles('owner')
  @Answers(200, pageOf(WebhookDeliveryView), 'The webhooks of the last thirty days, newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<WebhookDeliveryView>> {
    return this.deliveries.list(workspaceId, page);
  }

  @Post('deliveries/:id/redeliver')
  @Roles('owner')
  @Idempotent()
  @Answers(204, undefined, 'It is sent again under the same id, at once. What is being sent is left alone.')
  @Problems('invalid', 'not_found')
  async redeliver(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.deliveries.redeliver(workspaceId, id);
  }
}
