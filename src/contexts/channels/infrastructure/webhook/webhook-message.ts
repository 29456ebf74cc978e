import { DomainError } from '../../../../kernel/domain-error';
import { type InboundMessage } from '../../domain/channel-adapter';

interface Said {
  readonly from?: unknown;
  readonly fromName?: unknown;
  readonly thread?: unknown;
  readonly text?: unknown;
  readonly occurredAt?: unknown;
  readonly metadata?: unknown;
}

/** `{from, fromName?, thread?, text, occurredAt?, metadata?}`; the id is the delivery's own, which is signed. */
export function messageOf(id: string, body: Buffer, receivedAt: Date): InboundMessage {
  const { from, fromName, thread, text, occurredAt, metadata } = Object(
    JSON.parse(body.toString('utf8')),
  ) as Said;
  if (!isText(from) || !isText(text)) throw unfit('from and text must be texts that are not empty');
  const occurred = typeof occurredAt === 'string' ? new Date(occurredAt) : receivedAt;
  if (Number.isNaN(occurred.getTime())) throw unfit('occurredAt must be a time');
  return {
    providerMessageId: id,
    from,
    fromName: isText(fromName) ? fromName : null,
    thread: isText(thread) ? thread : from,
    text,
    occurredAt: occurred,
    metadata: textsOf(metadata),
  };
}

function textsOf(metadata: unknown): Record<string, string> {
  const texts = Object.entries(Object(metadata) as object).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return typeof metadata === 'object' ? Object.fromEntries(texts) : {};
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const unfit = (problem: string) =>
  new DomainError({ kind: 'invalid', code: 'unreadable_event', detail: `This is no message: ${problem}.` });
