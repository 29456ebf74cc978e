'use strict';

const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** What Jest keeps of one file: the next one must find none of it. */
const OF_ONE_FILE = ['EVENT_HANDLERS', 'JEST_STATE_SYMBOL', 'TEST_TIMEOUT_SYMBOL'];

let first = null;

/** One realm for all files of a worker, so that they can share modules: a module belongs to the realm it was loaded in. */
module.exports = class OneRealmEnvironment extends NodeEnvironment {
  constructor(config, context) {
    if (first) return first;
    super(config, context);
    first = this;
  }

  teardown() {
    this.fakeTimersModern.useRealTimers();
    for (const key of Object.getOwnPropertySymbols(this.global)) {
      if (OF_ONE_FILE.includes(key.description)) delete this.global[key];
    }
    return Promise.resolve();
  }
};
