'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { default: Runtime } = require('jest-runtime');

let keeper = null;

/**
 * Loads what is under test, and the packages, once per worker instead of once per file: four thousand modules take longer
 * than most tests. Files of the tests themselves are loaded anew for each, and one that mocks a module shares nothing.
 */
module.exports = class SharedModulesRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, ...rest) {
    super(config, environment, resolver, transformer, cacheFS, coverageOptions, testPath, ...rest);
    this.ownFiles = join(config.rootDir, 'test/');
    const isApart = coverageOptions.collectCoverage || /\bjest\.mock\(/.test(readFileSync(testPath, 'utf8'));
    if (!isApart) keeper ??= this;
    this.sharing = isApart ? this : keeper;
  }

  requireModule(from, moduleName, options, isRequireActual) {
    return this.loaderOf(from, moduleName, options).load(from, moduleName, options, isRequireActual);
  }

  /** Files that come later load through this one. */
  leaveTestCode() {
    if (this !== keeper) super.leaveTestCode();
  }

  teardown() {
    if (this === keeper) this.restoreAllMocks();
    else super.teardown();
  }

  loaderOf(from, moduleName, options) {
    if (this.sharing === this || options?.isInternalModule) return this;
    if (moduleName && this._resolution.isCoreModule(moduleName)) return this;
    return this._resolution.resolveCjs(from, moduleName).startsWith(this.ownFiles) ? this : this.sharing;
  }

  load(...request) {
    return super.requireModule(...request);
  }
};
