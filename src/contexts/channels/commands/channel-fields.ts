import { DomainError } from '../../../kernel/domain-error';
import { type ChannelKind, type CredentialField } from '../domain/channel-adapter';
import { type ChannelAdapters } from '../domain/channel-adapters';

/** The web page of the workspace calls our own interface: nobody has to prove anything to anybody. */
export function credentialFieldsOf(adapters: ChannelAdapters, kind: ChannelKind): readonly CredentialField[] {
  if (kind === 'web') return [];
  const adapter = adapters.find(kind);
  if (adapter) return adapter.credentialFields;
  const detail = `Channels of the kind ${kind} cannot be had here.`;
  throw new DomainError({ kind: 'unprocessable', code: 'unsupported_channel', detail });
}
