import { type InboundMessage } from '../../domain/channel-adapter';

interface TelegramUser {
  readonly id: number;
  readonly is_bot?: boolean;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

interface TelegramMessage {
  readonly message_id: number;
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly date: number;
  readonly chat: { readonly id: number; readonly type?: string };
  readonly from?: TelegramUser;
  readonly text?: string;
  readonly caption?: string;
}

export interface TelegramUpdate {
  readonly update_id: number;
  readonly message?: TelegramMessage;
}

/** None for what nobody has said: edits, reactions, what other bots say, pictures without a word. */
export function messagesOf(update: TelegramUpdate): readonly InboundMessage[] {
  const { message } = update;
  if (!Number.isSafeInteger(update.update_id)) throw new Error('An update has a number');
  const text = message?.text ?? message?.caption;
  if (!message?.from || message.from.is_bot || !text) return [];
  const { chat, from, message_id: messageId, date } = message;
  return [
    {
      providerMessageId: String(update.update_id),
      from: String(from.id),
      fromName: nameOf(from),
      thread: threadOf(message),
      text,
      occurredAt: new Date(date * 1_000),
      metadata: {
        messageId: String(messageId),
        chatType: chat.type ?? 'private',
        ...(from.language_code && { language: from.language_code }),
      },
    },
  ];
}

/** A topic of a forum is a thread of its own. */
function threadOf({ chat, message_thread_id: topic, is_topic_message: isTopic }: TelegramMessage): string {
  return isTopic && topic !== undefined ? `${chat.id}/${topic}` : String(chat.id);
}

function nameOf({ first_name: first, last_name: last, username }: TelegramUser): string | null {
  return [first, last].filter(Boolean).join(' ') || username || null;
}
