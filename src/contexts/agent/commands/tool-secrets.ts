import { type SecretBox } from '../../../platform/security/secret-box';
import { type Headers, type StoredSecrets } from '../domain/own-tools';

const ownerOf = (workspaceId: string, id: string) => `agent.tool\n${workspaceId}\n${id}`;

/** Names can be shown again, values never. */
export function closeSecrets(
  box: SecretBox,
  workspaceId: string,
  id: string,
  headers: Headers,
): StoredSecrets {
  const names = Object.keys(headers).sort();
  if (names.length === 0) return { names, box: null };
  return { names, box: box.close(JSON.stringify(headers), ownerOf(workspaceId, id)) };
}

export function openSecrets(box: SecretBox, workspaceId: string, id: string, sealed: Buffer | null): Headers {
  return sealed ? (JSON.parse(box.open(sealed, ownerOf(workspaceId, id))) as Headers) : {};
}
