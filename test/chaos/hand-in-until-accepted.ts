import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultyApp } from './faulty-app';
import { type HandedIn } from './handed-in';

const ANSWER_WITHIN_MS = 5_000;
const GIVE_UP_AFTER_MS = 120_000;
const PAUSE_MS = 200;

/** Nothing that waiting could change. */
export class Refusal extends Error {
  readonly code: string;

  constructor(title: string, status: number, answer: string) {
    super(`${title} was refused with ${status}: ${answer}`);
    this.code = (JSON.parse(answer) as { code: string }).code;
  }
}

/** Sends it until it is accepted, always under the same key: what happened to the answer is nobody's business. */
export async function handInUntilAccepted(
  app: FaultyApp,
  token: string,
  document: HandedIn,
  idempotencyKey: string,
): Promise<void> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    await app.isUp();
    if (app.isOver) return;
    const problem = await send(app.origin, token, document, idempotencyKey);
    if (!problem) return;
    if (Date.now() > deadline) throw new Error(`${document.title} was not accepted: ${problem}`);
    await sleep(PAUSE_MS);
  }
}

async function send(
  origin: string,
  token: string,
  document: HandedIn,
  idempotencyKey: string,
): Promise<string | null> {
  const { title } = document;
  const { path, headers, body } = requestFor(document);
  try {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': idempotencyKey, ...headers },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (response.ok) return null;
    // While a request of the same key is under way it is a conflict.
    if (response.status < 500 && response.status !== 409) throw new Refusal(title, response.status, text);
    return `${response.status} ${text}`;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return String(error);
  }
}

function requestFor({ title, content, fileName }: HandedIn) {
  if (fileName === null) {
    const body = JSON.stringify({ documents: [{ title, content }] });
    const headers = { 'content-type': 'application/json' };
    return { path: '/agents/customer-service/ingest', headers, body };
  }
  const body = new FormData();
  body.set('title', title);
  body.set('file', new Blob([content]), fileName);
  return { path: '/knowledge/documents', headers: {}, body };
}
