import childProcess, { type ChildProcess } from 'node:child_process';
import { type FaultPoints } from '../../src/platform/faults/fault-points';

const PARSER = /parser-child\.js$/;

/**
 * K6: a parser is killed when a document is handed to it. Parsers are processes of the product's own, which reach no
 * points of ours, so that their start is watched instead.
 */
export function killParsersAt(faults: FaultPoints): void {
  const fork = childProcess.fork.bind(childProcess) as (...args: unknown[]) => ChildProcess;
  const watched = (file: string, ...rest: unknown[]): ChildProcess => {
    const child = fork(file, ...rest);
    if (PARSER.test(file)) killWhenGivenWork(child, faults);
    return child;
  };
  Object.assign(childProcess, { fork: watched });
}

function killWhenGivenWork(child: ChildProcess, faults: FaultPoints): void {
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  const handOver = (...args: unknown[]): boolean => {
    faults.reach('K6 parser at work').catch(() => child.kill('SIGKILL'));
    return send(...args);
  };
  Object.assign(child, { send: handOver });
}
