import 'reflect-metadata';
import { printDemo } from '../src/banner';
import { seedDemo } from '../src/demo/seed-demo';
import { endWith, withServer } from './demo-server';

endWith(
  withServer(async (url, settings) => {
    printDemo(url, await seedDemo(url, settings.dataDirectory));
  }),
);
