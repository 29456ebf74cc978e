import { StreamableFile } from '@nestjs/common';

/** For OpenAPI. */
export const FILE = { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } };

const UNPRINTABLE = /[^\x20-\x7e]|["\\%]/g;

/** To be saved and never shown: whatever the file is, no browser opens it under our name. */
export function asAttachment(name: string, bytes: Uint8Array): StreamableFile {
  const plain = name.replace(UNPRINTABLE, '_') || 'file';
  const encoded = encodeURIComponent(name).replace(/['()*]/g, percent);
  return new StreamableFile(bytes, {
    type: 'application/octet-stream',
    disposition: `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    length: bytes.byteLength,
  });
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
