import 'reflect-metadata';
import { loadEnvFile, readEnvironment } from '../config/env';
import { prepareRuntime } from '../src/platform/prepare-runtime';
import { endWith } from './demo-server';

loadEnvFile();
endWith(
  (async () => {
    const prepared = await prepareRuntime(readEnvironment());
    await prepared.stop();
    process.stdout.write('The database is up to date.\n');
  })(),
);
