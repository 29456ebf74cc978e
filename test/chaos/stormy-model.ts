import {
  answer,
  asAsked,
  type Behaviour,
  failWith,
  hang,
  malformedJson,
  resetConnection,
} from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

export interface StormyCall {
  readonly at: number;
  readonly requestId: string;
  /** When the caller knows that it has failed; null: it was answered well. */
  readonly failedAt: number | null;
  /** For how long it asks to be left alone; 0: it does not say. */
  readonly retryAfterMs: number;
}

const RETRY_AFTER_SECONDS = 2;
const SHARE_OF_FAILURES = 0.3;

interface Weather {
  readonly behaviour: Behaviour;
  readonly failsAfterMs: number | null;
  readonly retryAfterMs: number;
}

const well = (): Weather => ({ behaviour: answer({ tokenMs: 1 }), failsAfterMs: null, retryAfterMs: 0 });
const badly = (behaviour: Behaviour, failsAfterMs = 0, retryAfterMs = 0): Weather => {
  return { behaviour, failsAfterMs, retryAfterMs };
};

/** A provider that fails in every way at random, and remembers who called it when, and how that went. */
export class StormyModel {
  readonly calls: StormyCall[] = [];

  private constructor(readonly fake: FakeOpenAi) {}

  static async start(random: () => number, timeoutMs: number): Promise<StormyModel> {
    const model = new StormyModel(await startFakeOpenAi());
    const failures: readonly (() => Weather)[] = [
      () => badly(failWith(429, { retryAfterSeconds: RETRY_AFTER_SECONDS }), 0, RETRY_AFTER_SECONDS * 1_000),
      () => badly(failWith(500)),
      () => badly(hang(), timeoutMs),
      () => badly(answer({ cutAfterTokens: 3 })),
      () => badly(malformedJson()),
      () => badly(resetConnection()),
    ];
    model.fake.byDefault(
      asAsked(() => {
        const isBad = random() < SHARE_OF_FAILURES;
        const weather = isBad ? failures[Math.floor(random() * failures.length)]!() : well();
        model.note(weather);
        return weather.behaviour;
      }),
    );
    return model;
  }

  private note({ failsAfterMs, retryAfterMs }: Weather): void {
    const at = Date.now();
    const requestId = String(this.fake.requests.at(-1)!.headers['x-request-id']);
    this.calls.push({
      at,
      requestId,
      failedAt: failsAfterMs === null ? null : at + failsAfterMs,
      retryAfterMs,
    });
  }
}
