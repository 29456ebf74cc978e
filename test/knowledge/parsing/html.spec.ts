import { type ParsedDocument } from '../../../src/contexts/knowledge/domain/parsing/document-parser';
import { parseHtml } from '../../../src/contexts/knowledge/infrastructure/parsing/html/parse-html';

const parse = (html: string): Promise<ParsedDocument> => parseHtml(Buffer.from(html));
const contentOf = async (body: string): Promise<string> =>
  (await parse(`<html><body>${body}</body></html>`)).content;

describe('a page', () => {
  it('keeps its headings, lists, tables, links and code [KN-05]', async () => {
    const content = await contentOf(`
      <h1>Delivery</h1><p>By <b>post</b> or <a href="https://example.com/c">courier</a>.</p>
      <h2>Countries</h2>
      <table><thead><tr><th>Country</th><th>Days</th></tr></thead><tbody><tr><td>France</td><td>3</td></tr></tbody></table>
      <ul><li>one<ul><li>two</li></ul></li></ul><ol><li>first</li></ol>
      <pre><code class="language-sh">npm start\n\n\nnpm test</code></pre>`);
    expect(content).toContain(
      '# Delivery\n\nBy **post** or [courier](https://example.com/c).\n\n## Countries',
    );
    expect(content).toMatch(/\| Country \| Days \|\n\| --- \| --- \|\n\| France \| 3 +\|/);
    expect(content).toMatch(/- +one\n +- +two/);
    expect(content).toMatch(/1\. +first/);
    expect(content).toContain('```sh\nnpm start\n\n\nnpm test\n```');
  });

  it('tells what it is called, by whom, when and in which language [KN-10]', async () => {
    const { properties } =
      await parse(`<!doctype html><html lang="en-gb"><head><title> Delivery &amp; returns </title>
      <meta name="Author" content="Ada"><meta name="keywords" content="post, courier">
      <meta property="article:published_time" content="2024-03-05T10:00:00+02:00">
      <meta property="article:section" content="Logistics"></head><body>Text</body></html>`);
    expect(properties).toEqual({
      title: 'Delivery & returns',
      author: 'Ada',
      keywords: ['post', 'courier'],
      categories: ['Logistics'],
      createdAt: '2024-03-05T08:00:00.000Z',
      language: 'en-GB',
    });
  });

  it('loses what is not for readers [U3]', async () => {
    const content =
      await contentOf(`<nav>menu</nav><script>steal()</script><style>p{}</style><noscript>on</noscript>
      <template>hollow</template><p hidden>unseen</p><p style="color:red; display: none">veiled</p>
      <div aria-hidden="true">icon</div><form><button>press</button></form><!-- aside --><svg><text>drawn</text></svg>
      <p onclick="x()">Kept <img src="https://example.com/a.png" alt="a map"></p>
      <a href="javascript:x()">script</a> <a href="data:text/html,x">data</a> <a href="#top">up</a>`);
    expect(content).toMatch(/^Kept a map\s+script data up$/);
  });

  it('writes words as they are, but for what would become a heading or code', async () => {
    expect(await contentOf('<p>order_id is *not* [a] link_</p>')).toBe('order_id is *not* [a] link_');
    expect(await contentOf('<p># no heading</p>')).toBe('\\# no heading');
  });

  it('makes one line of a cell, and a table of what has no heading row', async () => {
    const content = await contentOf(
      '<table><tr><td><h3>A</h3></td><td>B|C</td></tr><tr><td><ul><li>x</li><li>y</li></ul></td><td colspan="999999999">z</td></tr></table>',
    );
    expect(content).toMatch(/^\| A +\| B\\\|C \|\n\| --- \| --- \|\n\| x(?:<br>)+y \| z +\|$/);
  });

  it('knows no entities but those of HTML, and none without end [U3]', async () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const { content } = await parse(
      `<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY l0 "lol">${lol}]><html><body>&x; &l9; &eacute;&#0;&#xD800;</body></html>`,
    );
    expect(content).toContain('&x; &l9; é');
    expect(content.length).toBeLessThan(1_000);
    expect(content).not.toContain('\0');
    expect(content).not.toMatch(/\p{Surrogate}/u);
  });

  it.each([
    ['elements', '<div>'.repeat(100_000)],
    ['elements of no name', '<x>'.repeat(100_000)],
    ['what a table pushes out of itself', `<table>${'<div>'.repeat(100_000)}`],
    ['cells', '<table><tr><td>'.repeat(20_000)],
    ['a little too many', `${'<div>'.repeat(600)}x`],
  ])('nested too deeply is refused: %s [U2]', async (_, body) => {
    await expect(contentOf(body)).rejects.toMatchObject({ code: 'markup_too_deep' });
  });

  it('is read although its author forgot a bracket, a quotation mark or the ends [U3]', async () => {
    expect(await contentOf('<h1<p>One <x"y>two <a href="x"">three</a> <b>four')).toBe(
      'One two three **four**',
    );
    expect(await contentOf('<a=b><script>x</script>kept</a=b>')).toBe('kept');
  });

  it('is read down to a depth that no page has', async () => {
    expect(await contentOf(`${'<div>'.repeat(480)}deep`)).toBe('deep');
  });

  it('without any text is refused', async () => {
    await expect(contentOf('<script>x</script> <br>')).rejects.toMatchObject({ code: 'no_text' });
  });
});
