import { Global, Module } from '@nestjs/common';
import { type DestinationStream } from 'pino';
import { Settings } from '../../../config/settings';
import { AccessLog } from './access-log';
import { createLogger, createPlainLogger, standardOutput } from './logging/logger';
import { ParleyLogger } from './logging/parley.logger';
import { MetricsModule } from './metrics/metrics.module';

/** Where log lines go, if not to standard output. */
export const LOG_STREAM = Symbol('log stream');
const OUTPUT = Symbol('log output');

@Global()
@Module({
  imports: [MetricsModule],
  providers: [
    {
      provide: OUTPUT,
      inject: [{ token: LOG_STREAM, optional: true }],
      useFactory: (stream?: DestinationStream) => stream ?? standardOutput(),
    },
    {
      provide: ParleyLogger,
      inject: [Settings, OUTPUT],
      useFactory: (settings: Settings, stream: DestinationStream) =>
        new ParleyLogger(createLogger(settings.logLevel, stream)),
    },
    {
      provide: AccessLog,
      inject: [Settings, OUTPUT],
      useFactory: (settings: Settings, stream: DestinationStream) =>
        new AccessLog(createPlainLogger(settings.logLevel, stream)),
    },
  ],
  exports: [ParleyLogger, AccessLog],
})
export class TelemetryModule {}
