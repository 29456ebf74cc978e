'use strict';

const { Module } = require('node:module');
const { join } = require('node:path');
const { transformFileSync } = require('@swc/core');

const PROMISES = join(__dirname, '../../acceptance/promises.ts');
const ID = /^(?:[A-Z]{2}-\d{2}|[A-Z]\d{1,2})$/;
const CELL = 12;
const CELLS_PER_LINE = 8;

/** Tells at the end of a run which promises its passed tests have kept. */
module.exports = class PromiseReporter {
  constructor(globalConfig) {
    this.isPartial = isPartial(globalConfig);
    this.proofs = new Map();
  }

  onTestResult(_test, { testResults }) {
    for (const { status, title } of testResults) if (status === 'passed') this.count(title);
  }

  onRunComplete() {
    if (this.proofs.size === 0) return;
    const { PROMISES: promises, CHECKLIST: checklist } = load(PROMISES);
    this.print('Promises', promises);
    this.print('Checklist', checklist);
  }

  count(title) {
    const words = [...title.matchAll(/\[([^\]]+)\]/g)].flatMap(([, inside]) => inside.split(/[\s,]+/));
    for (const id of new Set(words.filter((word) => ID.test(word)))) {
      this.proofs.set(id, (this.proofs.get(id) ?? 0) + 1);
    }
  }

  print(heading, listed) {
    const ids = Object.keys(listed);
    const kept = ids.filter((id) => this.proofs.has(id));
    if (kept.length === 0 && this.isPartial) return;
    const cells = kept.map((id) => `${id} ${this.proofs.get(id)}`.padEnd(CELL));
    const lines = [`\n${heading}: ${kept.length} of ${ids.length} kept (id, passed tests)`];
    for (let at = 0; at < cells.length; at += CELLS_PER_LINE) {
      lines.push(
        `  ${cells
          .slice(at, at + CELLS_PER_LINE)
          .join('')
          .trimEnd()}`,
      );
    }
    const open = this.isPartial ? [] : ids.filter((id) => !this.proofs.has(id));
    lines.push(...open.map((id) => `  not kept: ${id} ${listed[id]}`));
    process.stderr.write(`${lines.join('\n')}\n`);
  }
};

/** Whether only some of the tests were asked for: what they leave out is no news then. */
function isPartial({ testPathPatterns, testNamePattern, runTestsByPath, onlyChanged, shard }) {
  const chosen = testPathPatterns?.patterns?.length > 0;
  return Boolean(chosen || testNamePattern || runTestsByPath || onlyChanged || shard);
}

/** Jest does not transform reporters, so the list is compiled here. */
function load(path) {
  const { code } = transformFileSync(path, {
    configFile: false,
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  });
  const loaded = new Module(path, module);
  loaded._compile(code, path);
  return loaded.exports;
}
