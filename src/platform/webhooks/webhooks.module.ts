import { Global, Module } from '@nestjs/common';
import { SecurityModule } from '../security/security.module';
import { EnqueueWebhookOnWebhookRequested } from './enqueue-webhook-on-webhook-requested';
import { FindLostWebhooks } from './find-lost-webhooks.task';
import { SendWebhookProcessor } from './send-webhook.processor';
import { WebhookDeliveries } from './webhook-deliveries';
import { WebhookDelivery } from './webhook-delivery';
import { WebhookLog } from './webhook-log';
import { WebhookSecrets } from './webhook-secrets';

@Global()
@Module({
  imports: [SecurityModule],
  providers: [
    WebhookSecrets,
    WebhookLog,
    WebhookDelivery,
    WebhookDeliveries,
    SendWebhookProcessor,
    FindLostWebhooks,
    EnqueueWebhookOnWebhookRequested,
  ],
  exports: [WebhookSecrets, WebhookDeliveries],
})
export class WebhooksModule {}
