import { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { readEnvironment } from '../../config/env';
import { HostResolver } from '../../src/platform/outbound/host-resolver';
import { NodeSafeHttp } from '../../src/platform/outbound/node.safe-http';
import { OutboundTargets } from '../../src/platform/outbound/outbound-targets';

/** Answers what the test has written down, each time the next of a name's answers; the last one for ever. */
export class ScriptedResolver extends HostResolver {
  readonly asked: string[] = [];

  constructor(private readonly answers: Readonly<Record<string, readonly (readonly string[])[]>> = {}) {
    super();
  }

  resolve(name: string): Promise<readonly LookupAddress[]> {
    const turn = this.asked.filter((earlier) => earlier === name).length;
    this.asked.push(name);
    const answers = this.answers[name];
    if (!answers) return Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
    const addresses = answers[Math.min(turn, answers.length - 1)]!;
    return Promise.resolve(addresses.map((address) => ({ address, family: isIP(address) })));
  }
}

/** As an operator would set it up. */
export function safeHttp(
  variables: Readonly<Record<string, string>> = {},
  resolver: HostResolver = new ScriptedResolver(),
): NodeSafeHttp {
  return new NodeSafeHttp(new OutboundTargets(readEnvironment({ NODE_ENV: 'test', ...variables })), resolver);
}

/** What a request failed with. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  return work.then(
    () => ({ code: 'none', message: 'It did not fail.' }),
    (error: { code: string; message: string }) => error,
  );
}
