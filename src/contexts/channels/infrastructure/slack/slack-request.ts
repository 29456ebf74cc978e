import { createHmac } from 'node:crypto';
import { type Credentials, type ProviderRequest } from '../../domain/channel-adapter';
import { areEqualSecrets } from '../equal-secrets';
import { isFreshTimestamp } from '../fresh-timestamp';
import { oneValue } from '../one-value';

/** Null: Slack has signed it with one of the channel's signing secrets; else why not. */
export function slackRefusal(request: ProviderRequest, { signingSecret = [] }: Credentials): string | null {
  const signature = oneValue(request, 'x-slack-signature');
  const timestamp = oneValue(request, 'x-slack-request-timestamp');
  if (!signature || !timestamp) return 'It needs exactly one signature and one timestamp.';
  if (!isFreshTimestamp(timestamp, request.receivedAt)) return 'Its timestamp is not of now.';
  const isSigned = signingSecret.some((secret) => {
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(request.rawBody);
    return areEqualSecrets(signature, `v0=${mac.digest('hex')}`);
  });
  return isSigned ? null : 'Its signature is not that of the channel.';
}
