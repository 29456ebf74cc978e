import { InjectQueue } from '@nestjs/bullmq';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { type Queue } from 'bullmq';
import { jobToSend } from './webhook-job';
import { WebhookLog } from './webhook-log';
import { WebhookRequested } from './webhook-requested.event';

@EventsHandler(WebhookRequested)
export class EnqueueWebhookOnWebhookRequested implements IEventHandler<WebhookRequested> {
  constructor(
    @InjectQueue('webhook') private readonly queue: Queue,
    private readonly log: WebhookLog,
  ) {}

  async handle({ workspaceId, deliveryId }: WebhookRequested): Promise<void> {
    const delivery = await this.log.open(workspaceId, deliveryId);
    if (!delivery) return;
    const { name, data, opts } = jobToSend(delivery);
    await this.queue.add(name, data, opts);
  }
}
