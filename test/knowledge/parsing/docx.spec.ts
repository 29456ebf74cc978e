import { type ParsedDocument } from '../../../src/contexts/knowledge/domain/parsing/document-parser';
import { parseDocx } from '../../../src/contexts/knowledge/infrastructure/parsing/docx/parse-docx';
import {
  CONTENT_TYPES,
  guideDocx,
  rawDocx,
  wordParagraph,
  wordXml,
  zipOf,
} from '../../support/document-files';

const contentOf = async (bytes: Promise<Buffer>): Promise<string> => (await parseDocx(await bytes)).content;
const refusal = async (bytes: Promise<Buffer> | Buffer): Promise<unknown> => {
  return parseDocx(await bytes).then(
    ({ content }: ParsedDocument) => content,
    (error: unknown) => error,
  );
};

describe('a DOCX', () => {
  it('becomes headings, lists and tables [KN-05]', async () => {
    const content = await contentOf(guideDocx());
    expect(content).toContain('# Delivery\n\nOrders are delivered');
    expect(content).toContain('## Where to');
    expect(content).toMatch(/- +by post\n- +by courier/);
    expect(content).toMatch(/\| Country \| Days \|\n\| --- \| --- \|\n\| France \| 3 +\|/);
  });

  it('keeps title and author, dates and keywords [KN-10]', async () => {
    const { properties } = await parseDocx(await guideDocx());
    expect(properties).toMatchObject({
      title: 'Delivery guide',
      author: 'Ada Lovelace',
      categories: ['Logistics'],
      keywords: ['delivery', 'returns'],
      language: 'en',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  it('reads the references in its properties, and entities of nobody else [KN-10] [U3]', async () => {
    const core = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><cp:coreProperties xmlns:dc="x">
      <dc:title>Q&amp;A &#233;&#xE9; &e;</dc:title><dc:creator></dc:creator></cp:coreProperties>`;
    const { properties } = await parseDocx(
      await rawDocx(wordParagraph('Text'), { 'docProps/core.xml': core }),
    );
    expect(properties).toEqual({ title: 'Q&A éé &e;' });
  });

  it('never runs its macros, and does not mind them [U3]', async () => {
    const docm = rawDocx(wordParagraph('Only words'), {
      'word/vbaProject.bin': Buffer.from('Sub AutoOpen()\nShell "calc"\nEnd Sub'),
      'word/vbaData.xml': '<wne:vbaSuppData/>',
    });
    expect(await contentOf(docm)).toBe('Only words');
  });

  it('follows no style map that it brings along', async () => {
    const map = { 'mammoth/style-map': 'p => script' };
    expect(await contentOf(rawDocx(wordParagraph('Words'), map))).toBe('Words');
  });
});

describe('a DOCX with ill intent', () => {
  it('has names that lead elsewhere: refused, and nothing is written [U3]', async () => {
    const docx = await rawDocx(wordParagraph('x'), { 'word/aaaaaaaaaa': 'evil' });
    for (const name of ['../../../evil', '/etc/cron.d/ev', 'C:\\\\Windows\\ev']) {
      const bent = Buffer.from(
        docx.toString('latin1').replaceAll('word/aaaaaaaaaa', name.padEnd(15, 'x')),
        'latin1',
      );
      expect(await refusal(bent)).toBeInstanceOf(Error);
    }
  });

  it('has a link where its text should be: it is only text, and no document [U3]', async () => {
    const link = { content: '/etc/passwd', mode: 0o120777 };
    expect(await refusal(rawDocx('', { 'word/document.xml': link }))).toBeInstanceOf(Error);
    const beside = rawDocx(wordParagraph('Words'), { 'word/media/image1.png': { ...link } });
    expect(await contentOf(beside)).toBe('Words');
  });

  it('has entities of its own, from elsewhere or without end [U3]', async () => {
    const outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
    const lol = Array.from({ length: 12 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
      '',
    );
    const bomb = `<!DOCTYPE x [<!ENTITY l0 "lol">${lol}]>`;
    for (const [prologue, entity] of [
      [outside, '&e;'],
      [bomb, '&l12;'],
    ] as const) {
      const xml = wordXml(wordParagraph(entity), prologue);
      const outcome = await refusal(rawDocx('', { 'word/document.xml': xml }));
      expect(String(outcome)).not.toMatch(/root:|(?:lol){20}/);
    }
  });

  it('unpacks to more than it declares [U1] [U2]', async () => {
    const docx = await rawDocx(wordParagraph('many words '.repeat(400_000)));
    const entry = docx.lastIndexOf('PK\x01\x02', -1, 'latin1');
    docx.writeUInt32LE(1_000, entry + 24);
    expect(await refusal(docx)).toBeInstanceOf(Error);
  });

  it('is nested without end [U2]', async () => {
    const deep = `${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${wordParagraph('x')}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`;
    expect(await refusal(rawDocx(deep))).toBeInstanceOf(Error);
  });

  it('lacks what it consists of [U3]', async () => {
    expect(
      await refusal(zipOf({ '[Content_Types].xml': CONTENT_TYPES, 'word/document.xml': 'no XML' })),
    ).toBeInstanceOf(Error);
  });
});
