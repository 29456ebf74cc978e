export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events one by one, until the stream ends or the reader hangs up. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly done: Promise<void>;
  private readonly hanging = new AbortController();

  constructor(url: string, init: RequestInit) {
    this.done = this.read(url, init);
  }

  hangUp(): void {
    this.hanging.abort();
  }

  get names(): string[] {
    return this.events.map(({ event }) => event);
  }

  get tokens(): string {
    return this.events
      .flatMap(({ event, data }) => (event === 'token' ? [data.token as string] : []))
      .join('');
  }

  private async read(url: string, init: RequestInit): Promise<void> {
    try {
      const response = await fetch(url, { ...init, signal: this.hanging.signal });
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        this.events.push(...blocks.filter((block) => block.includes('event: ')).map(eventIn));
      }
    } catch (error) {
      if (!this.hanging.signal.aborted) throw error;
    }
  }
}

function eventIn(block: string): ReadEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)![1]!;
  return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as ReadEvent['data'] };
}
