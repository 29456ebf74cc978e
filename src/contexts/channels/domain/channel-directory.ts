/** A provider knows the channel that it calls, and nothing of workspaces. */
export abstract class ChannelDirectory {
  /** Null: there is no such channel. Of one that was deleted a moment ago it may still be told. */
  abstract workspaceOf(channelId: string): Promise<string | null>;
}
