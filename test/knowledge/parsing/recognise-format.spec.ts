import { type DomainError } from '../../../src/kernel/domain-error';
import { looksLike, recogniseFormat } from '../../../src/contexts/knowledge/domain/parsing/recognise-format';
import { encodeAs, guideDocx, pdfOf, rawDocx, zipOf } from '../../support/document-files';

const refusal = (bytes: Uint8Array, name: string | null = null): string => {
  try {
    return recogniseFormat(bytes, name);
  } catch (error) {
    return (error as DomainError).code;
  }
};
const text = (content: string): Buffer => Buffer.from(content);

describe('the format of a file', () => {
  it('is told by content, whatever the name says [KN-05] [U1]', async () => {
    const pdf = await pdfOf([[{ text: 'Hello', y: 800 }]]);
    const docx = await guideDocx();
    for (const name of [null, 'a.pdf', 'a.docx', 'a.html', 'a.md', 'a.txt', 'a.exe', '../../etc/passwd']) {
      expect(looksLike(pdf, name)).toBe('pdf');
      expect(looksLike(docx, name)).toBe('docx');
      expect(looksLike(text('<!doctype html><p>Hi</p>'), name)).toBe('html');
      expect(looksLike(text('# Title\n\nSome **bold** words.\n\n- one\n- two\n'), name)).toBe('markdown');
    }
  });

  it('is PDF also behind a few other bytes, and not where a text only mentions its header [KN-05]', async () => {
    const pdf = await pdfOf([[{ text: 'Hello', y: 800 }]]);
    expect(looksLike(Buffer.concat([text('\n\n junk \n'), pdf]), null)).toBe('pdf');
    expect(looksLike(text('A PDF begins with %PDF- and a version.'), 'a.pdf')).toBe('text');
  });

  it.each([
    ['a page', '  <!-- saved -->\n<!DOCTYPE html>\n<html><body>x</body></html>'],
    ['a page without doctype', '<html lang="de"><p>x'],
    ['XHTML', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html></html>'],
    ['a fragment', '<div class="a"><p>Hello</p></div>'],
    ['a table', '<table><tr><td>1</td></tr></table>'],
  ])('is HTML for %s [KN-05]', (_, content) => expect(looksLike(text(content), 'a.txt')).toBe('html'));

  it.each([
    ['plain sentences', 'Dear customer,\n\nyour order 12 - the blue one - is < 3 kg.\n'],
    ['a script', '#!/bin/sh\n# comment\n\necho hello\n'],
    ['JSON', '{"a": [1, 2, {"b": "<p>x</p>"}]}'],
    ['XML of another kind', '<?xml version="1.0"?><orders><order id="1"/></orders>'],
    ['a single tag', '<hr'],
  ])('is text for %s [KN-05]', (_, content) => expect(looksLike(text(content), null)).toBe('text'));

  it('is Markdown by its marks, and by its name only where the marks leave it open [KN-05]', () => {
    expect(looksLike(text('| a | b |\n| --- | --- |\n| 1 | 2 |\n'), 'a.txt')).toBe('markdown');
    expect(
      looksLike(text('<h1 align="center">Parley</h1>\n\n## Start\n\n```sh\nnpm start\n```\n'), null),
    ).toBe('markdown');
    expect(looksLike(text('Nothing but words.'), 'a.md')).toBe('markdown');
    expect(looksLike(text('Nothing but words.'), null)).toBe('text');
    expect(looksLike(text('To do:\n- wash\n- iron\n'), 'a.txt')).toBe('text');
    expect(looksLike(text('To do:\n- wash\n- iron\n'), null)).toBe('markdown');
  });

  it('is seen through every encoding [KN-05] [KN-06]', () => {
    const page = '<html><body>Größe 日本</body></html>';
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page, 'utf16le')]);
    const swapped = Buffer.from(page, 'utf16le').swap16();
    for (const bytes of [marked, Buffer.from(page, 'utf16le'), swapped])
      expect(looksLike(bytes, null)).toBe('html');
    expect(looksLike(Buffer.from('\ufeff# Title\n\n## More\n', 'utf8'), null)).toBe('markdown');
    expect(looksLike(encodeAs('shift_jis', '日本語のテキストです。'), null)).toBe('text');
    expect(looksLike(encodeAs('windows-1251', 'Обычный русский текст.'), null)).toBe('text');
  });
});

describe('a file that cannot be read', () => {
  const random = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) % 256));

  it.each<[string, Buffer]>([
    ['a PNG', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), random])],
    ['a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), random])],
    ['a GIF', Buffer.concat([text('GIF89a'), random])],
    ['an executable', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0', 'latin1'), random])],
    ['a gzip', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), random])],
    [
      'text that turns into something else',
      Buffer.concat([Buffer.alloc(100_000, 'words '), random, random, random]),
    ],
    ['an SVG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>')],
    ['RTF', text('{\\rtf1\\ansi Hello}')],
    ['PostScript', text('%!PS-Adobe-3.0\nshowpage')],
    ['an old Word file', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])],
  ])('is refused before it is stored: %s [KN-05] [U1]', (_, bytes) => {
    for (const name of [null, 'a.txt', 'a.pdf', 'a.md'])
      expect(refusal(bytes, name)).toBe('unsupported_format');
    expect(looksLike(bytes, 'a.txt')).toBeNull();
  });

  it('is an archive that is no Word document, whatever it is called [KN-05] [U1]', async () => {
    const sheet = await zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' });
    const lone = await zipOf({ 'word/document.xml': '<w:document/>' });
    const wrapped = await zipOf({ 'inner.docx': await guideDocx() });
    for (const zip of [sheet, lone, wrapped]) expect(refusal(zip, 'a.docx')).toBe('unsupported_format');
  });

  it('is empty, or too large [U1]', () => {
    expect(refusal(Buffer.alloc(0))).toBe('empty_file');
    expect(refusal(Buffer.alloc(50_000_001, 'a'))).toBe('file_too_large');
  });

  it('is protected by a password [U3]', async () => {
    const office = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(1_024),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(64),
    ]);
    expect(refusal(office, 'a.docx')).toBe('encrypted_document');
    const zip = await rawDocx('');
    zip.writeUInt16LE(1, zip.indexOf('PK\x01\x02', 0, 'latin1') + 8);
    expect(refusal(zip)).toBe('encrypted_document');
  });

  it('is an archive with too many entries, too much in it, or cut off [U1] [U3]', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, i) => [`word/media/${i}.txt`, { content: 'x', compress: false }]),
    );
    expect(refusal(await rawDocx('', many))).toBe('archive_too_many_entries');
    expect(refusal(await rawDocx('', { 'word/media/a.bin': Buffer.alloc(2_000_000) }))).toBe('archive_ratio');
    const docx = await guideDocx();
    expect(refusal(docx.subarray(0, docx.length - 200))).toBe('damaged_document');
    const stored = { content: Buffer.alloc(1_100_000), compress: false };
    const large = await rawDocx('', { 'word/media/a.bin': stored });
    large.writeUInt32LE(100_000_001, large.lastIndexOf('PK\x01\x02', -1, 'latin1') + 24);
    expect(refusal(large)).toBe('archive_too_large');
  });

  it('allows small archives any ratio', async () => {
    expect(refusal(await rawDocx('', { 'word/a.xml': Buffer.alloc(900_000, ' ') }))).toBe('docx');
  });
});
