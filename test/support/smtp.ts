import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { readMail, type ReceivedMail } from './mime';

export interface TestMailServer {
  readonly port: number;
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Asked before each recipient is taken, after that the recipient is counted: an error is the server's answer. */
  answer: (recipient: string, asked: number) => Error | null;
  readonly asked: () => number;
  stop(): Promise<void>;
}

/** A real SMTP server on a port of its own; it takes everything until told otherwise. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  let asked = 0;
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _, done) => done(state.answer(address, ++asked)),
    onData: (stream, _, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(readMail(Buffer.concat(chunks)));
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const state: TestMailServer = {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    answer: () => null,
    asked: () => asked,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  return state;
}

export function smtpAnswer(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
