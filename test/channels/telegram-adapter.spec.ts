import {
  type ChannelAdapter,
  type ProviderRequest,
} from '../../src/contexts/channels/domain/channel-adapter';
import { changedCredentials } from '../../src/contexts/channels/domain/credential-rules';
import { SystemClock } from '../../src/kernel/clock';
import { TelegramChannelAdapter } from '../../src/contexts/channels/infrastructure/telegram/telegram.channel-adapter';
import { type SafeHttp } from '../../src/platform/outbound/safe-http';

const HEADER = 'x-telegram-bot-api-secret-token';
const NOBODY = {} as SafeHttp;

function request(tokens: readonly string[], body: object = {}): ProviderRequest {
  return {
    publicUrl: 'https://example.com/',
    headers: { [HEADER]: tokens },
    rawBody: Buffer.from(JSON.stringify(body)),
    receivedAt: new Date('2026-11-24T12:00:00Z'),
  };
}

describe('Telegram’s adapter', () => {
  const adapter: ChannelAdapter = new TelegramChannelAdapter(NOBODY, new SystemClock());

  it('takes exactly one secret token, and only one that is valid [W2 W11]', () => {
    const credentials = { secretToken: ['new', 'old'] };
    const verdicts = [['new'], ['old'], ['other'], [''], [], ['new', 'new']].map((tokens) =>
      adapter.refusalOf(request(tokens), credentials),
    );
    expect(verdicts.map((verdict) => verdict === null)).toEqual([true, true, false, false, false, false]);
    expect(adapter.refusalOf(request(['']), {})).not.toBeNull();
  });

  it('hears what people say, and neither edits, nor bots, nor pictures without a word [CH-13]', () => {
    const message = { message_id: 7, date: 1_700_000_000, chat: { id: -5, type: 'supergroup' } };
    const ada = { id: 9, first_name: 'Ada', last_name: 'L.', language_code: 'de' };
    const heard = (update: object) => adapter.parse(request([], update), {}).messages;
    expect(heard({ update_id: 1, message: { ...message, from: ada, text: 'Hallo' } })).toEqual([
      {
        ...{ providerMessageId: '1', from: '9', fromName: 'Ada L.', thread: '-5', text: 'Hallo' },
        occurredAt: new Date(1_700_000_000_000),
        metadata: { messageId: '7', chatType: 'supergroup', language: 'de' },
      },
    ]);
    const topic = { ...message, from: ada, caption: 'Look', is_topic_message: true, message_thread_id: 3 };
    expect(heard({ update_id: 2, message: topic })).toMatchObject([{ thread: '-5/3', text: 'Look' }]);
    expect(heard({ update_id: 3, edited_message: { ...message, from: ada, text: 'x' } })).toEqual([]);
    expect(
      heard({ update_id: 4, message: { ...message, from: { ...ada, is_bot: true }, text: 'x' } }),
    ).toEqual([]);
    expect(heard({ update_id: 5, message: { ...message, from: ada } })).toEqual([]);
    expect(() => heard({ message })).toThrow();
  });

  it('keeps a secret beside its successor, and at most one [W4]', () => {
    const change = (given: object, known: object, drops = false) =>
      changedCredentials(adapter.credentialFields, { ...given }, { ...known }, drops);
    const first = { botToken: ['bot'], secretToken: ['a'] };
    const second = change({ secretToken: 'b', botToken: 'bot2' }, first);
    expect(second).toEqual({ botToken: ['bot2'], secretToken: ['b', 'a'] });
    expect(change({ secretToken: 'c' }, second)).toEqual({ botToken: ['bot2'], secretToken: ['c', 'b'] });
    expect(change({}, second, true)).toEqual({ botToken: ['bot2'], secretToken: ['b'] });
    expect(() => change({ password: 'x' }, first)).toThrow('One field is not valid.');
    expect(() => change({ secretToken: 5 }, first)).toThrow('One field is not valid.');
  });
});
