import { type ChannelAdapter, type ChannelKind } from './channel-adapter';

/** The channels that somebody outside speaks through; `web` is none of them: its pages call our own interface. */
export class ChannelAdapters {
  constructor(private readonly adapters: readonly ChannelAdapter[]) {}

  find(kind: ChannelKind): ChannelAdapter | null {
    return this.adapters.find((adapter) => adapter.kind === kind) ?? null;
  }
}
