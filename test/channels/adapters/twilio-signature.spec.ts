import {
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  validateRequest,
} from 'twilio/lib/webhooks/webhooks';
import { SystemClock } from '../../../src/kernel/clock';
import { SmsChannelAdapter } from '../../../src/contexts/channels/infrastructure/sms/sms.channel-adapter';
import { safeHttp } from '../../support/safe-http';
import { describeSignedRequests, providerRequest, PUBLIC_URL } from './signed-requests.contract';

const TOKENS = ['12345', '67890', 'of-another-account'] as const;
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const adapter = new SmsChannelAdapter(safeHttp(), new SystemClock());

const parametersOf = (body: string) => {
  const form = new URLSearchParams(body);
  return Object.fromEntries(
    [...form.keys()].map((name) => {
      const values = [...form.getAll(name)];
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
};
const sign = (body: string, token: string, url = PUBLIC_URL) => ({
  ...FORM,
  'x-twilio-signature': getExpectedTwilioSignature(token, url, parametersOf(body)),
});
const refusal = (body: string, headers: Record<string, string | string[]>, url = PUBLIC_URL) =>
  adapter.refusalOf(providerRequest(body, headers, url), { authToken: [TOKENS[0]] });

describe('requests that Twilio signs', () => {
  describeSignedRequests({
    ...{ adapter, secrets: TOKENS, signatureHeader: 'x-twilio-signature', timestampHeader: null },
    body: 'Body=Hello+there%21&From=%2B14155550100&MessageSid=SM1',
    // Its scheme is over names and values, not over bytes: what says something else is refused.
    reEncodedBody: 'Body=Hello%2Bthere%21&From=%2B14155550100&MessageSid=SM1',
    credentialsOf: (authToken) => ({ authToken }),
    sign: (body, token) => sign(body, token),
  });

  it.each([
    ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
  ])('are those of the vectors of its documentation [W8] (%s)', (from, signature) => {
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: from,
      Digits: '1234',
      From: from,
      To: '+18005551212',
    };
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    const body = new URLSearchParams(fields).toString();
    expect(refusal(body, { ...FORM, 'x-twilio-signature': signature }, url)).toBeNull();
    expect(refusal(body, { ...FORM, 'x-twilio-signature': signature }, `${url}&baz=3`)).not.toBeNull();
  });

  it.each([
    ['the same', 'https://a.example/hook?x=1', 'https://a.example/hook?x=1', true],
    ['the usual port said', 'https://a.example/hook', 'https://a.example:443/hook', true],
    ['a port of our own not said', 'https://a.example:8443/hook', 'https://a.example/hook', true],
    ['another port', 'https://a.example:8443/hook', 'https://a.example:8444/hook', false],
    [
      'another port where we have the usual one',
      'https://a.example/hook',
      'https://a.example:8443/hook',
      false,
    ],
    ['another scheme', 'https://a.example/hook', 'http://a.example/hook', false],
    ['another host', 'https://a.example/hook', 'https://b.example/hook', false],
    ['another query', 'https://a.example/hook?a=1', 'https://a.example/hook?a=2', false],
    ['another order of the query', 'https://a.example/hook?a=1&b=2', 'https://a.example/hook?b=2&a=1', false],
  ])('are for the public address behind proxies: %s [W8]', (_, told, signed, isTaken) => {
    const headers = sign('Body=x', TOKENS[0], signed);
    expect(refusal('Body=x', headers, told) === null).toBe(isTaken);
    if (isTaken)
      expect(validateRequest(TOKENS[0], headers['x-twilio-signature'], told, { Body: 'x' })).toBe(true);
  });

  it('sort names as bytes, and name each of several values', () => {
    const body = 'b=1&B=2&a=3&MediaUrl=y&MediaUrl=x&MediaUrl=y&_=4';
    expect(refusal(body, sign(body, TOKENS[0]))).toBeNull();
  });

  it('may be JSON, of which the address carries the hash [W8] [W2]', () => {
    const body = '{"MessageSid":"SM1","From":"+14155550100","Body":"Hello"}';
    const url = `${PUBLIC_URL}?bodySHA256=${getExpectedBodyHash(body)}`;
    const headers = {
      'content-type': 'application/json',
      'x-twilio-signature': getExpectedTwilioSignature(TOKENS[0], url, {}),
    };
    expect(refusal(body, headers, url)).toBeNull();
    expect(refusal(body.replace('Hello', 'Hullo'), headers, url)).not.toBeNull();
    expect(refusal(`${body} `, headers, url)).not.toBeNull();
    expect(refusal(body, headers)).not.toBeNull();
    const unhashed = {
      ...headers,
      'x-twilio-signature': getExpectedTwilioSignature(TOKENS[0], PUBLIC_URL, {}),
    };
    expect(refusal(body, unhashed)).toBe('Nothing has signed its body.');
    const forged = `${PUBLIC_URL}?bodySHA256=${getExpectedBodyHash('{}')}`;
    expect(refusal('{}', headers, forged)).not.toBeNull();
  });

  it('have one content type: a form is not read as something else', () => {
    const headers = sign('Body=x', TOKENS[0]);
    expect(refusal('Body=x', { ...headers, 'content-type': 'text/plain' })).not.toBeNull();
    expect(
      refusal('Body=x', { ...headers, 'content-type': [FORM['content-type'], 'application/json'] }),
    ).not.toBeNull();
  });
});
