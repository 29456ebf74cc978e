import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type HttpSettings } from '../config/settings';

const FIRST_PORT = 3000;
const PORTS_TO_TRY = 50;

export class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is taken. Stop what uses it, set PORT to another one, or leave PORT unset to find a free one.`,
    );
    this.name = 'PortTakenError';
  }
}

/** A port that was asked for is taken or refused; otherwise the first free one is found. Answers the base URL. */
export async function listen(app: NestFastifyApplication, { host, port }: HttpSettings): Promise<string> {
  if (port !== null) {
    if (!(await tryPort(app, port, host))) throw new PortTakenError(port);
  } else {
    let candidate = FIRST_PORT;
    while (!(await tryPort(app, candidate, host))) {
      if (++candidate >= FIRST_PORT + PORTS_TO_TRY) candidate = 0;
    }
  }
  const address = app.getHttpServer().address() as { port: number };
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${address.port}`;
}

async function tryPort(app: NestFastifyApplication, port: number, host: string): Promise<boolean> {
  try {
    await app.listen(port, host);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
