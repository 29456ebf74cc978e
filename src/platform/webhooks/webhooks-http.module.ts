import { Module } from '@nestjs/common';
import { WebhooksController } from './webhooks.controller';

/** Apart from the rest, as it needs to know who is signed in. */
@Module({ controllers: [WebhooksController] })
export class WebhooksHttpModule {}
