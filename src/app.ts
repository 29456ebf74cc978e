import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { configureHttp, createFastifyAdapter } from './platform/http/http-server';
import { setUpOpenApi } from './platform/http/openapi';
import { serveProbesOnly } from './platform/http/server/probes-only';
import { type Runtime } from './platform/runtime';

/** The whole application, ready to listen. */
export async function createApp(runtime: Runtime): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.for(runtime),
    createFastifyAdapter(runtime.settings),
    { bufferLogs: true, abortOnError: false, bodyParser: false },
  );
  if (runtime.settings.role === 'worker') serveProbesOnly(app.getHttpAdapter().getInstance());
  await configureHttp(app, runtime.settings);
  setUpOpenApi(app, runtime.settings);
  return app;
}
