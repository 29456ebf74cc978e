import { type Clock } from '../../../../kernel/clock';
import { type SafeHttp } from '../../../../platform/outbound/safe-http';
import { type CredentialField, type Credentials } from '../../domain/channel-adapter';
import { currentValue } from '../current-value';
import { type Fields, textOf } from '../json-fields';
import { ProviderApi } from '../provider-api';

export const TWILIO_API_URL = 'https://api.twilio.com/2010-04-01';

export const TWILIO_CREDENTIALS: readonly CredentialField[] = [
  {
    ...{ name: 'accountSid', isRequired: true, mayRotate: false, maxLength: 34 },
    description: 'The account, AC….',
  },
  {
    ...{ name: 'authToken', isRequired: true, mayRotate: true, maxLength: 200 },
    description: 'The auth token of the account: it signs what comes in, and opens what goes out.',
  },
];

/** Twilio's REST API of one account. */
export class TwilioApi {
  private readonly api: ProviderApi;

  constructor(http: SafeHttp, clock: Clock, baseUrl: string) {
    this.api = new ProviderApi('Twilio', baseUrl, http, clock);
  }

  /** `path` is below the account. The id of what came of it. */
  async post(
    path: string,
    form: Readonly<Record<string, string>>,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<string | null> {
    const account = currentValue(credentials, 'accountSid');
    const opening = Buffer.from(`${account}:${currentValue(credentials, 'authToken')}`).toString('base64');
    const made = await this.api.send(
      {
        path: `/Accounts/${encodeURIComponent(account)}${path}`,
        headers: {
          authorization: `Basic ${opening}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
        signal,
      },
      wordsOf,
    );
    return textOf(made.sid) || null;
  }
}

function wordsOf({ code, message }: Fields): string {
  return typeof code === 'number' ? `${code} ${textOf(message)}`.trim() : textOf(message);
}
