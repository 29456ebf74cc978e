import { renderMail } from '../../src/platform/mail/mail-layout';

const NASTY = `<img src=x onerror="alert('1')"> & co`;

describe('The layout of mails', () => {
  it('says the same in text and in HTML', () => {
    const action = { label: 'Join', url: 'https://parley.test/join#token=pls_abc' };
    const { text, html } = renderMail({ subject: 'Welcome', paragraphs: ['One.', 'Two.'], action });
    for (const part of ['One.', 'Two.', 'Join', action.url]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(html).toContain(`<a href="${action.url}"`);
  });

  it('shows markup as what it is, in every place', () => {
    const action = { label: NASTY, url: `https://parley.test/?q="><script>'` };
    const { html, text } = renderMail({ subject: NASTY, paragraphs: [NASTY], action });
    expect(html).not.toMatch(/<img|<script|onerror="/);
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt; &amp; co/g)).toHaveLength(
      4,
    );
    expect(text).toContain(NASTY);
  });

  it('loads nothing from anywhere and runs nothing', () => {
    const action = { label: 'Open', url: 'https://parley.test/' };
    const { html } = renderMail({ subject: 'S', paragraphs: ['P'], action });
    expect(html).not.toMatch(/<(img|link|script|iframe|object|style|form)\b|url\(|src=/i);
    expect(html.match(/https?:/g)).toHaveLength(2);
  });

  it('names its language and leaves dark and light to the reader', () => {
    const { html } = renderMail({ subject: 'S', paragraphs: ['P'] });
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('content="light dark"');
    expect(html.match(/background/g)).toBeNull();
  });

  it.each(['\r\nBcc: all@evil.test', '\nX: y', '\u2028line', '\u202eesrever', '\u0000nul'])(
    'keeps %j out of the subject',
    (nasty) => {
      const { subject } = renderMail({ subject: `Invitation to ${nasty}`, paragraphs: [] });
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
      expect(subject).toMatch(/^Invitation to \S/);
    },
  );

  it('lets no paragraph pretend to be another one', () => {
    const { text } = renderMail({ subject: 'S', paragraphs: ['by Acme\r\n\r\nPay here: now'] });
    expect(text.split('\n')[0]).toBe('by Acme Pay here: now');
  });

  it('shortens a subject between characters', () => {
    const { subject } = renderMail({ subject: '🦜'.repeat(300), paragraphs: [] });
    expect(subject).toBe('🦜'.repeat(200));
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'no address'])(
    'refuses to link to %s',
    (url) => {
      const action = { label: 'Open', url };
      expect(() => renderMail({ subject: 'S', paragraphs: [], action })).toThrow();
    },
  );
});
