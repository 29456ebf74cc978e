import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DatabaseModule } from './database/database.module';
import { OutboxModule } from './outbox/outbox.module';
import { QueuesModule } from './queues/queues.module';
import { type Runtime } from './runtime';
import { RuntimeModule } from './runtime.module';

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
        OutboxModule,
        QueuesModule.for(runtime),
      ],
    };
  }
}
