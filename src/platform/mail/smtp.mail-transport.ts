import { type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type NodemailerError, type SMTPPoolOptions } from 'nodemailer';
import { messageOf } from './mail-message';
import { MailRefused, MailTransport, type OutgoingMail } from './mail-transport';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const DONE_WITHIN_MS = 20_000;

export class SmtpMailTransport extends MailTransport implements OnApplicationShutdown {
  private readonly transporter;

  constructor(smtpUrl: string, connections: number) {
    super();
    this.transporter = createTransport(smtpOptions(new URL(smtpUrl), connections));
  }

  async send(mail: OutgoingMail): Promise<void> {
    try {
      const signal = AbortSignal.timeout(DONE_WITHIN_MS);
      await this.transporter.sendMail({ ...messageOf(mail), signal });
    } catch (error) {
      throw error instanceof MailRefused ? error : failureOf(error as NodemailerError);
    }
  }

  onApplicationShutdown(): void {
    this.transporter.close();
  }
}

/** Only these are taken from the URL: its query could switch off what protects the connection. */
export function smtpOptions(url: URL, connections: number): SMTPPoolOptions & { pool: true } {
  const auth = url.username ? { user: decoded(url.username), pass: decoded(url.password) } : undefined;
  return {
    pool: true,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : undefined,
    secure: url.protocol === 'smtps:',
    // A password is given to a server that has proved its name, or to this machine.
    requireTLS: auth !== undefined && !LOOPBACK.includes(url.hostname),
    auth,
    maxConnections: connections,
    // The queue tries again, with its distances; trying again here would hide that from it.
    maxRequeues: 0,
    idleTimeout: 30_000,
    dnsTimeout: 5_000,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
  };
}

/** A percent sign that nobody has encoded is meant as one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The server's words may repeat the recipient's address, and failures are kept: its numbers must do. */
function failureOf({ command, message, response, responseCode = 0 }: NodemailerError): Error {
  if (!response) return new Error(message);
  const said = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? 'nothing understandable';
  const reason = `The mail server answered ${said} to ${command ?? 'the connection'}.`;
  const isAboutThisMail = command === 'RCPT TO' || command === 'DATA';
  const isFinal = isAboutThisMail && responseCode >= 500 && responseCode !== 503;
  return isFinal ? new MailRefused(reason) : new Error(reason);
}
