import { isUuid } from '../../../../platform/http/fields';

const PREFIX = 'parley://documents/';

export const DOCUMENT_TEMPLATE = `${PREFIX}{id}`;

export function documentUri(id: string): string {
  return `${PREFIX}${id}`;
}

/** Null when the address is not one of a document. */
export function documentIdIn(uri: string): string | null {
  const id = uri.startsWith(PREFIX) ? uri.slice(PREFIX.length) : '';
  return isUuid(id) ? id.toLowerCase() : null;
}
