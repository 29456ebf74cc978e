export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
  /** Every http(s) address in the text, in order. */
  readonly links: readonly string[];
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** As much of MIME as our own mails use: one multipart/alternative of text and HTML. */
export function readMail(source: Buffer): ReceivedMail {
  const { headers, body } = partOf(source.toString('latin1').replaceAll('\r\n', '\n'));
  const parts = partsOf(headers, body);
  const text = contentOf(parts, 'text/plain');
  return {
    to: header(headers, 'to'),
    from: header(headers, 'from'),
    subject: decodeWords(header(headers, 'subject')),
    messageId: header(headers, 'message-id'),
    headers,
    text,
    html: contentOf(parts, 'text/html'),
    links: text.match(/https?:\/\/\S+/g) ?? [],
  };
}

function partOf(source: string): Part {
  const end = source.indexOf('\n\n');
  const lines = source
    .slice(0, end)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, body: source.slice(end + 2) };
}

function partsOf(headers: ReadonlyMap<string, string>, body: string): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(header(headers, 'content-type'))?.[1];
  if (!boundary) return [{ headers, body }];
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => partOf(part.replace(/^\n/, '')));
}

function contentOf(parts: readonly Part[], type: string): string {
  const part = parts.find(({ headers }) => header(headers, 'content-type').startsWith(type));
  if (!part) throw new Error(`The mail has no ${type}`);
  return decodeBody(part).trimEnd();
}

function decodeBody({ headers, body }: Part): string {
  const encoding = header(headers, 'content-transfer-encoding').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body.replace(/=\n/g, ''));
  return Buffer.from(body, 'latin1').toString('utf8');
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function header(headers: ReadonlyMap<string, string>, name: string): string {
  return headers.get(name) ?? '';
}
