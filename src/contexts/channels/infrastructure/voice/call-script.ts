import { createHash } from 'node:crypto';
import { type Credentials } from '../../domain/channel-adapter';
import { escapedXml, twimlVerb } from '../twilio/twiml';
import { voiceTexts } from './voice-texts';

const DEFAULT_LANGUAGE = 'en-US';
const WAIT_SECONDS = '15';

/** Where a call stands; it is kept in the addresses that Twilio calls, which are signed with the rest. */
export interface CallPlace {
  readonly callbackUrl: string;
  /** Names what the caller is asked and then says: a redelivery is of the same turn. */
  readonly turn: string;
}

/** A late reply and our apology for it may both ask; each question is a turn of its own. */
export const turnAfter = (cause: string): string =>
  createHash('sha256').update(cause).digest('hex').slice(0, 12);

/** What is said and done on a call, in the language of its channel. */
export class CallScript {
  readonly texts: ReturnType<typeof voiceTexts>;
  private readonly language: string;

  constructor({ language = [], greeting = [] }: Credentials) {
    this.language = language[0] || DEFAULT_LANGUAGE;
    const texts = voiceTexts(this.language);
    this.texts = { ...texts, greeting: greeting[0] || texts.greeting };
  }

  say(text: string): string {
    return twimlVerb('Say', { language: this.language }, escapedXml(text));
  }

  /** Says it and listens; the caller may speak at once. Nothing heard is a turn with the mark `silent`. */
  ask(text: string, { callbackUrl, turn }: CallPlace, silent: number): string {
    const action = addressOf(callbackUrl, { turn });
    const listening = { action, method: 'POST', speechTimeout: 'auto', language: this.language };
    const gather = twimlVerb('Gather', { input: 'speech', ...listening }, this.say(text));
    return gather + redirectTo(addressOf(callbackUrl, { turn, silent: silent + 1 }));
  }

  /** The reply ends the pause; where none comes, Twilio asks what to do. */
  wait({ callbackUrl, turn }: CallPlace, waited: number): string {
    const pause = twimlVerb('Pause', { length: WAIT_SECONDS });
    return pause + redirectTo(addressOf(callbackUrl, { turn, waited: waited + 1 }));
  }

  end(): string {
    return this.say(this.texts.goodbye) + twimlVerb('Hangup');
  }
}

const redirectTo = (url: string) => twimlVerb('Redirect', { method: 'POST' }, escapedXml(url));

function addressOf(callbackUrl: string, place: Readonly<Record<string, number | string>>): string {
  const query = Object.entries(place).map(([name, value]) => `${name}=${value}`);
  return `${callbackUrl}?${query.join('&')}`;
}
