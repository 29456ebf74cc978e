import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AuditModule } from './audit/audit.module';
import { CacheModule } from './cache/cache.module';
import { DataRightsModule } from './data-rights/data-rights.module';
import { DatabaseModule } from './database/database.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { FaultsModule } from './faults/faults.module';
import { MailModule } from './mail/mail.module';
import { OutboundModule } from './outbound/outbound.module';
import { OutboxModule } from './outbox/outbox.module';
import { QdrantModule } from './qdrant/qdrant.module';
import { QueuesModule } from './queues/queues.module';
import { type Runtime } from './runtime';
import { RuntimeModule } from './runtime.module';
import { ScheduleModule } from './schedule/schedule.module';
import { WebhooksModule } from './webhooks/webhooks.module';

/** The technique that every context stands on. */
@Module({})
export class PlatformModule {
  static for(runtime: Runtime): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        RuntimeModule.for(runtime),
        CqrsModule.forRoot(),
        DatabaseModule,
        AuditModule,
        CacheModule,
        ScheduleModule,
        FaultsModule,
        OutboxModule,
        DeadLettersModule,
        QueuesModule.for(runtime),
        QdrantModule,
        MailModule,
        OutboundModule,
        WebhooksModule,
        DataRightsModule,
      ],
    };
  }
}
