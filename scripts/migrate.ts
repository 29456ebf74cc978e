import 'reflect-metadata';
import { readEnvironment } from '../config/env';
import { prepareRuntime } from '../src/platform/prepare-runtime';
import { endWith } from './demo-server';

endWith(
  (async () => {
    const prepared = await prepareRuntime(readEnvironment());
    await prepared.stop();
    process.stdout.write('The database is up to date.\n');
  })(),
);
