import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Writable } from 'node:stream';
import { type AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { readEnvironment } from '../../config/env';
import { type Settings } from '../../config/settings';
import { Database } from '../../src/platform/database/database';
import { configureHttp, createFastifyAdapter } from '../../src/platform/http/http-server';
import { HttpPlatformModule } from '../../src/platform/http/http-platform.module';
import { setUpOpenApi } from '../../src/platform/http/openapi';
import { AddressRateLimitGuard } from '../../src/platform/http/rate-limit/address-rate-limit.guard';
import { WorkspaceRateLimitGuard } from '../../src/platform/http/rate-limit/workspace-rate-limit.guard';
import { QdrantModule } from '../../src/platform/qdrant/qdrant.module';
import { JobAttempts } from '../../src/platform/queues/job-attempts';
import { QueueStats } from '../../src/platform/queues/queue-stats';
import { Runtime } from '../../src/platform/runtime';
import { RuntimeModule } from '../../src/platform/runtime.module';
import { LOG_STREAM, TelemetryModule } from '../../src/platform/telemetry/telemetry.module';
import { CallerGuard } from './caller.guard';

interface SmallAppOptions {
  readonly controllers?: Type[];
  readonly imports?: Type[];
  readonly providers?: Provider[];
  /** Variables of the environment, as an operator would set them. */
  readonly environment?: Record<string, string>;
  readonly queues?: QueueStats;
  readonly dataSource?: DataSource;
}

export interface SmallApp {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly url: string;
  /** What was logged so far, a line each. */
  logs(): string[];
  stop(): Promise<void>;
}

const NO_QUEUES: QueueStats = { counts: () => Promise.resolve({}) };

/** The HTTP platform around a few controllers of a test, on a port of its own. */
export async function startSmallApp(options: SmallAppOptions): Promise<SmallApp> {
  const settings = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'info', ...options.environment });
  const log = new LogSink();
  const app = await NestFactory.create<NestFastifyApplication>(
    moduleOf(settings, options, log),
    createFastifyAdapter(settings),
    { bufferLogs: true, abortOnError: false, bodyParser: false },
  );
  await configureHttp(app, settings);
  setUpOpenApi(app, settings);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, url: `http://127.0.0.1:${port}`, logs: () => log.lines(), stop: () => app.close() };
}

function moduleOf(settings: Settings, options: SmallAppOptions, log: LogSink): Type {
  const dataSource = options.dataSource ?? {
    driver: { master: { totalCount: 3, idleCount: 2, waitingCount: 0 } },
  };
  const runtime: Runtime = {
    settings,
    ownerUrl: '',
    jwtSecret: '',
    formerJwtSecrets: [],
    adminKey: '',
    embeddedDatabase: true,
  };
  @Global()
  @Module({
    providers: [
      { provide: DataSource, useValue: dataSource },
      { provide: QueueStats, useValue: options.queues ?? NO_QUEUES },
      Database,
      JobAttempts,
    ],
    exports: [DataSource, QueueStats, Database, JobAttempts],
  })
  class StandIns {}
  @Global()
  @Module({ providers: [{ provide: LOG_STREAM, useValue: log }], exports: [LOG_STREAM] })
  class Logs {}
  @Module({
    imports: [
      RuntimeModule.for(runtime),
      QdrantModule,
      Logs,
      StandIns,
      HttpPlatformModule,
      TelemetryModule,
      ...(options.imports ?? []),
    ],
    controllers: options.controllers ?? [],
    providers: [
      ...[AddressRateLimitGuard, CallerGuard, WorkspaceRateLimitGuard].map((useClass) => ({
        provide: APP_GUARD,
        useClass,
      })),
      ...(options.providers ?? []),
    ],
  })
  class SmallModule {}
  return SmallModule;
}

class LogSink extends Writable {
  private text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  lines(): string[] {
    return this.text.split('\n').filter(Boolean);
  }
}
