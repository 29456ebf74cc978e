import { Injectable } from '@nestjs/common';
import { isUuid } from '../../../platform/http/fields';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type Channel } from '../domain/channel';
import { ChannelDirectory } from '../domain/channel-directory';
import { OpenedChannels } from './opened-channels';

/** Channels by the address that their providers call. */
@Injectable()
export class CalledChannels {
  constructor(
    private readonly directory: ChannelDirectory,
    private readonly workspaces: SessionDirectory,
    private readonly channels: OpenedChannels,
  ) {}

  /** Null also where the workspace is gone or suspended: nothing is taken in for it. */
  async find(channelId: string): Promise<Channel | null> {
    const workspaceId = isUuid(channelId) ? await this.directory.workspaceOf(channelId) : null;
    if (!workspaceId) return null;
    const standing = await this.workspaces.workspace(workspaceId);
    return standing && !standing.isSuspended ? this.channels.find(workspaceId, channelId) : null;
  }
}
