import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clock, SystemClock } from '../kernel/clock';
import { Ids, TimeOrderedIds } from '../kernel/ids';
import { Runtime } from './runtime';

@Global()
@Module({})
export class RuntimeModule {
  static for(runtime: Runtime): DynamicModule {
    return {
      module: RuntimeModule,
      providers: [
        { provide: Runtime, useValue: runtime },
        { provide: Settings, useValue: runtime.settings },
        { provide: Clock, useClass: SystemClock },
        { provide: Ids, useClass: TimeOrderedIds },
      ],
      exports: [Runtime, Settings, Clock, Ids],
    };
  }
}
