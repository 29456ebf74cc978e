import { type InboundMessage, type ProviderRequest } from '../../domain/channel-adapter';
import { twilioFields } from '../twilio/twilio-form';
import { type CallPlace } from './call-script';

/** A call in these states hears nothing any more. */
const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

const FIRST_TURN = '1';

export interface CallRequest extends CallPlace {
  readonly isOver: boolean;
  readonly isNew: boolean;
  readonly waited: number;
  readonly silent: number;
  readonly said: InboundMessage | null;
}

export function callRequest(request: ProviderRequest): CallRequest {
  const field = twilioFields(request);
  const { searchParams } = new URL(request.publicUrl);
  const count = (name: string) => Number(/^\d{1,4}$/.exec(searchParams.get(name) ?? '')?.[0] ?? 0);
  const callbackUrl = request.publicUrl.replace(/[?#].*$/s, '');
  const [call, from, text] = [field('CallSid'), field('From'), field('SpeechResult')];
  const turn = /^\w{1,20}$/.exec(searchParams.get('turn') ?? '')?.[0];
  const said = turn && call && from && text;
  return {
    ...{ callbackUrl, turn: turn ?? FIRST_TURN, isNew: turn === undefined },
    ...{ isOver: !call || OVER.has(field('CallStatus')), waited: count('waited'), silent: count('silent') },
    said: said
      ? {
          ...{ providerMessageId: `${call}:${turn}`, from, fromName: null, thread: call, text },
          occurredAt: request.receivedAt,
          metadata: { callbackUrl, turn, confidence: field('Confidence'), to: field('To') },
        }
      : null,
  };
}
