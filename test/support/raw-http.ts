import { connect } from 'node:net';

/** Sends bytes as they are and gathers what comes back until the connection ends or `forMs` have passed. */
export function sendRaw(port: number, bytes: string | Buffer, forMs = 2_000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(finish, forMs);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('close', finish);
    socket.on('error', finish);
  });
}

/** Milliseconds until the server closes a connection on which `drip` writes again and again. */
export function timeUntilClosed(port: number, opening: string, drip: string): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(opening));
    const dripping = setInterval(() => socket.writable && socket.write(drip), 400);
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('close', () => {
      clearInterval(dripping);
      resolve(performance.now() - start);
    });
  });
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
