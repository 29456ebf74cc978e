import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a command to its end and passes our signals on to it. Answers its exit code. */
export function runToEnd(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, options);
    const forward = (signal) => child.kill(signal);
    const settle = (finish) => (value, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      finish(signal ? 128 + constants.signals[signal] : value);
    };
    for (const name of SIGNALS) process.on(name, forward);
    child.once('error', settle(reject));
    child.once('exit', settle(resolve));
  });
}
