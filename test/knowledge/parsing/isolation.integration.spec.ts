import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { ChildProcessParser } from '../../../src/contexts/knowledge/infrastructure/parsing/child-process.parser';
import {
  fileOf,
  guideDocx,
  linesFrom,
  pdfOf,
  pdfWithContent,
  rawDocx,
  wordParagraph,
} from '../../support/document-files';
import { eventually } from '../../support/eventually';
import { never, TestParser } from './parser';

const PAGE = '<!doctype html><title>T</title><h1>Good</h1><p>A page like any other.</p>';
const ELEMENTS = `<html><body>${'<p><b>a</b><i>b</i></p>'.repeat(250_000)}`;

Logger.overrideLogger(false);
const parsers: TestParser[] = [];
const parserWith = (limits: ConstructorParameters<typeof TestParser>[0] = {}): TestParser => {
  const parser = new TestParser(limits);
  parsers.push(parser);
  return parser;
};
afterAll(() => Promise.all(parsers.map((parser) => parser.stop())));

describe('a document that is built to break its reader', () => {
  const parser = parserWith({ memoryMegabytes: 200, processes: 2 });
  let inflating: Buffer;

  beforeAll(async () => {
    inflating = await pdfWithContent(Buffer.alloc(150_000_000, 'BT /F 9 Tf (bomb) Tj ET\n'));
  });

  it('fails alone: those beside it and after it are read [U2]', async () => {
    const beside = parser.outcome(PAGE);
    const bomb = parser.outcome(inflating);
    expect(await beside).toBe('html');
    expect(await bomb).toBe('parser_out_of_memory');
    expect(await Promise.all([parser.outcome(PAGE), parser.outcome(await guideDocx())])).toEqual([
      'html',
      'docx',
    ]);
  });

  it('fails for good, so that no job tries it again and again [U2]', async () => {
    await expect(parser.parse(ELEMENTS)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'parser_out_of_memory',
    });
    expect(await parser.outcome(PAGE)).toBe('html');
  });

  it('is refused unopened when it says itself how large it is [U1] [U2]', async () => {
    const docx = await rawDocx('', { 'word/media/a.bin': Buffer.alloc(3_000_000) });
    docx.writeUInt32LE(300_000_000, docx.lastIndexOf('PK\x01\x02', -1, 'latin1') + 24);
    const before = parserProcesses();
    await expect(parserWith().parse(docx)).rejects.toMatchObject({ code: 'archive_ratio' });
    expect(parserProcesses()).toEqual(before);
  });

  it('is ended when its time is up [U2]', async () => {
    const hasty = parserWith({ processes: 1, wallMs: 1 });
    await expect(hasty.parse(ELEMENTS)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'parser_timeout',
    });
  });
});

describe('a document that is not what it should be', () => {
  const parser = parserWith({ processes: 1 });
  const page = (): Promise<Buffer> => pdfOf([linesFrom(700, ['Words enough for a page.'])]);

  it('is a PDF that is cut off, or broken in the middle [U3]', async () => {
    const pdf = await pdfOf([1, 2, 3].map((number) => linesFrom(700, [`Page ${number}`])));
    for (const length of [20, 500, pdf.length - 40]) {
      expect(await parser.outcome(pdf.subarray(0, length))).toBe('damaged_document');
    }
    const headless = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.alloc(2_000, 'x'),
      Buffer.from('\nstartxref\n0\n%%EOF'),
    ]);
    expect(await parser.outcome(headless)).toBe('damaged_document');
  });

  it('is a PDF with a password [U3]', async () => {
    expect(await parser.outcome(encryptedPdf())).toBe('encrypted_document');
  });

  it('has more pages than there may be, or claims so [U3]', async () => {
    const [most, tooMany] = [pdfOfEmptyPages(2_000), pdfOfEmptyPages(2_001)];
    expect(await parser.outcome(most)).toBe('no_text');
    expect(await parser.outcome(tooMany)).toBe('too_many_pages');
    const pdf = (await page()).toString('latin1').replace('/Count 1', '/Count 99999999');
    const { properties } = await parser.parse(Buffer.from(pdf, 'latin1'));
    expect(properties.pageCount).toBe(1);
  });
});

describe('a parser', () => {
  it('stops when it is told to, waiting or at work [U2]', async () => {
    const parser = parserWith({ processes: 1 });
    const abort = new AbortController();
    const atWork = parser.parse(ELEMENTS, abort.signal);
    const waiting = parser.parse(ELEMENTS, abort.signal);
    const next = parser.parse(PAGE);
    abort.abort(new Error('enough'));
    await expect(atWork).rejects.toThrow('enough');
    await expect(waiting).rejects.toThrow('enough');
    await expect(parser.parse(PAGE, AbortSignal.abort(new Error('early')))).rejects.toThrow('early');
    expect((await next).format).toBe('html');
  });

  it('keeps one process for many documents, and takes a new one in time', async () => {
    const parser = parserWith({ processes: 1, documentsPerProcess: 2 });
    const used: number[][] = [];
    for (let i = 0; i < 4; i++) {
      await parser.parse(PAGE);
      used.push(parserProcesses());
    }
    expect(new Set(used.flat()).size).toBeGreaterThanOrEqual(2);
    await parser.stop();
  });

  it('leaves no process behind when the application ends, and tries nothing after that', async () => {
    const parser = parserWith({ processes: 1 });
    await parser.parse(PAGE);
    const atWork = parser.parse(ELEMENTS);
    const outcome = expect(atWork).rejects.toMatchObject({ kind: 'unavailable', code: 'parser_unavailable' });
    await parser.stop();
    await outcome;
    await expect(parser.parse(PAGE)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('ends its processes when they have nothing to do', async () => {
    const before = new Set(parserProcesses());
    const parser = parserWith({ processes: 1, idleMs: 50 });
    await parser.parse(PAGE);
    await eventually(() => expect(parserProcesses().filter((pid) => !before.has(pid))).toEqual([]));
    expect(await parser.outcome(PAGE)).toBe('html');
  });

  it('works within the limits of the kernel, where they can be set [U2]', async () => {
    const parser = parserWith({ processes: 1 });
    await parser.parse(PAGE);
    const limits = readFileSync(`/proc/${parserProcesses().at(-1)}/limits`, 'utf8');
    expect(limits).toMatch(/Max file size +0 /);
    expect(limits).toMatch(/Max address space +2500000000 /);
    expect(limits).toMatch(/Max cpu time +300 /);
  });

  it('does not outlive the process that it works for, not even in the middle of a document [U2]', async () => {
    const compiled = join(__dirname, '../../../dist/src/contexts/knowledge/infrastructure/parsing');
    const script = `const { ChildProcessParser } = require(${JSON.stringify(join(compiled, 'child-process.parser.js'))});
      const bytes = Buffer.from('<html><body>' + '<p><b>a</b></p>'.repeat(2_000_000));
      new ChildProcessParser().parse({ name: null, declaredType: null, bytes }, new AbortController().signal);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const [pid] = await eventually(() => {
      const children = parserProcesses(parent.pid);
      expect(children).toHaveLength(1);
      return children;
    }, 15_000);
    parent.kill('SIGKILL');
    await eventually(() => expect(existsSync(`/proc/${pid}/exe`)).toBe(false), 15_000);
  });

  it('sees nothing of the environment, and loads nothing from the network [U3]', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const parser = parserWith({ processes: 1 });
    await parser.parse(
      `<html><head><link rel=stylesheet href="${url}/a.css"><base href="${url}"></head><body><img src="${url}/a.png" onerror="x"><script src="${url}/a.js"></script><iframe src="${url}"></iframe>Text</body></html>`,
    );
    await parser.parse(await externalDocx(url));
    const [child] = parserProcesses();
    const environment = readFileSync(`/proc/${child}/environ`, 'utf8').split('\0').filter(Boolean);
    expect(environment.map((entry) => entry.split('=')[0]).sort()).toEqual([
      'MALLOC_ARENA_MAX',
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'TZ',
    ]);
    server.close();
    expect(connections).toBe(0);
  });

  it('reads text and Markdown without any process', async () => {
    const parser = new ChildProcessParser();
    await parser.onApplicationShutdown();
    expect((await parser.parse(fileOf('Just words.'), never)).format).toBe('text');
    expect((await parser.parse(fileOf('# Title\n\n## More\n'), never)).format).toBe('markdown');
  });
});

/** Of a process's children; PostgreSQL may be another. */
function parserProcesses(parent = process.pid): number[] {
  return readdirSync(`/proc/${parent}/task`)
    .flatMap((task) => readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('parser-child.js'))
    .map(Number);
}

function externalDocx(url: string): Promise<Buffer> {
  const image =
    '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId9"/></w:drawing></w:r></w:p>';
  return rawDocx(image + wordParagraph('Text'), {
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${url}/x.png"/><Relationship Id="rId8" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${url}/x.dotm"/></Relationships>`,
  });
}

/** As by the standard security handler, with keys that no empty password opens. */
function encryptedPdf(): Buffer {
  const key = '5a'.repeat(32);
  return Buffer.from(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj
4 0 obj <</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -4>> endobj
trailer <</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>
startxref
0
%%EOF
`);
}

/** Without a table of references, which readers then make up themselves. */
function pdfOfEmptyPages(count: number): Buffer {
  const numbers = Array.from({ length: count }, (_, i) => i + 3);
  const pages = numbers.map(
    (number) => `${number} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj`,
  );
  const kids = numbers.map((number) => `${number} 0 R`).join(' ');
  return Buffer.from(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[${kids}]/Count ${count}>> endobj
${pages.join('\n')}
trailer <</Root 1 0 R/Size ${count + 3}>>
startxref
0
%%EOF
`);
}
