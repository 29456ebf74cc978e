import { createServer } from 'node:net';

/** The preferred port if nobody listens on it, else any free one. The answer may be outdated when it is used. */
export async function findFreePort(preferred?: number): Promise<number> {
  const port = preferred ? await tryToListen(preferred) : undefined;
  const chosen = port ?? (await tryToListen(0));
  if (chosen === undefined) throw new Error('No free TCP port on 127.0.0.1.');
  return chosen;
}

function tryToListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
