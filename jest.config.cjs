const { spawnSync } = require('node:child_process');
const { availableParallelism } = require('node:os');

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

const swcOptions = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
};

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/test/support/jest/one-realm.environment.cjs',
  runtime: '<rootDir>/test/support/jest/shared-modules.runtime.cjs',
  testRegex: 'test/.*\\.spec\\.ts$',
  // What is about Redis alone needs a redis-server on PATH.
  testPathIgnorePatterns: ['/node_modules/', ...(hasRedis ? [] : ['-redis\\.e2e\\.spec\\.ts$'])],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/test/support/jest/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.ts',
  // A worker waits for PostgreSQL and hashes for much of its time: two on two cores take half as long as one.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/support/jest/promise-reporter.cjs'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', swcOptions],
    // NestJS 12 and more are ESM-only: those files are compiled to CommonJS for Jest.
    '/node_modules/.+\\.m?js$': '<rootDir>/test/support/jest/esm-interop.cjs',
  },
  transformIgnorePatterns: [],
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', 'config/**/*.ts', '!src/main.ts'],
};
