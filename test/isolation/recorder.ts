import { type Canaries } from '../support/canaries';

interface Heard {
  readonly from: string;
  readonly text: string;
}

/** Every byte that one tenant got to see, and whence. */
export class Recorder {
  private readonly heard: Heard[] = [];

  note(from: string, ...texts: readonly unknown[]): void {
    for (const text of texts) {
      this.heard.push({ from, text: typeof text === 'string' ? text : JSON.stringify(text) });
    }
  }

  get size(): number {
    return this.heard.length;
  }

  /** Where somebody else's canaries came through: nowhere, if all is well. */
  leaksOf(canaries: Canaries): string[] {
    return this.heard.flatMap(({ from, text }) =>
      canaries.foundIn(text).map((place) => `${place} in ${from}`),
    );
  }
}
