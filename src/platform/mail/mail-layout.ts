import { type MailContent } from './mail-template';

const LONGEST_SUBJECT = 200;
/** Characters that steer instead of showing: line breaks, which end a header, and marks that turn the reading direction. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;
const SIGNATURE = 'Parley sent this mail. Answers to it are not read.';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One look for every mail. It loads nothing from anywhere, so it cannot tell who reads it, and when. */
export function renderMail(content: MailContent): RenderedMail {
  const subject = [...oneLine(content.subject)].slice(0, LONGEST_SUBJECT).join('');
  const paragraphs = content.paragraphs.map(oneLine);
  const action = content.action && {
    label: oneLine(content.action.label),
    url: webAddress(content.action.url),
  };
  return {
    subject,
    text: renderText(paragraphs, action),
    html: renderHtml(subject, paragraphs, action),
  };
}

type Action = NonNullable<MailContent['action']>;

function renderText(paragraphs: readonly string[], action: Action | undefined): string {
  const blocks = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), `--\n${SIGNATURE}`];
  return `${blocks.join('\n\n')}\n`;
}

/** No background is set, and text keeps the reader's own colour: dark and light are the mail program's choice. */
function renderHtml(subject: string, paragraphs: readonly string[], action: Action | undefined): string {
  const body = paragraphs.map((text) => `<p style="margin:0 0 16px">${escape(text)}</p>`);
  if (action) body.push(button(action));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<main style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escape(subject)}</h1>
${body.join('\n')}
<p style="margin:32px 0 0;font-size:13px;opacity:0.75">${SIGNATURE}</p>
</main>
</body>
</html>
`;
}

/** The address is shown as well: some programs show no buttons, and people may want to see where it leads. */
function button({ label, url }: Action): string {
  return `<p style="margin:24px 0"><a href="${escape(url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#2f4bd8;color:#ffffff;font-weight:600;text-decoration:none">${escape(label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;word-break:break-all">${escape(url)}</p>`;
}

function webAddress(url: string): string {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new Error(`A mail may link to the web only, not to ${protocol}`);
  return href;
}

function oneLine(text: string): string {
  return text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
