import { type SecretBox } from '../../../platform/security/secret-box';
import { type Credentials } from '../domain/channel-adapter';

const ownerOf = (workspaceId: string, channelId: string) => `channels.channel\n${workspaceId}\n${channelId}`;

export function closeCredentials(
  box: SecretBox,
  workspaceId: string,
  channelId: string,
  credentials: Credentials,
): Buffer {
  return box.close(JSON.stringify(credentials), ownerOf(workspaceId, channelId));
}

export function openCredentials(
  box: SecretBox,
  workspaceId: string,
  channelId: string,
  sealed: Buffer,
): Credentials {
  return JSON.parse(box.open(sealed, ownerOf(workspaceId, channelId))) as Credentials;
}

/** What can be shown of them: which there are, and of which two are valid. */
export function namesOf(credentials: Credentials): { readonly names: string[]; readonly rotating: string[] } {
  const held = Object.entries(credentials);
  return {
    names: held.map(([name]) => name).sort(),
    rotating: held
      .filter(([, values]) => values.length > 1)
      .map(([name]) => name)
      .sort(),
  };
}
