import { type RawProperties } from '../text/found-properties';

/** What a page says about itself, in its head. Read before the head is dropped. */
export function htmlProperties(document: Document): RawProperties {
  const metas = metasOf(document);
  const first = (...names: string[]): string | undefined =>
    names.flatMap((name) => metas.get(name) ?? []).find((content) => content.trim() !== '');
  return {
    title: document.querySelector('title')?.textContent || first('og:title', 'dc.title'),
    author: first('author', 'dc.creator', 'article:author'),
    language:
      document.documentElement.getAttribute('lang') ??
      document.documentElement.getAttribute('xml:lang') ??
      first('content-language', 'dc.language', 'og:locale'),
    createdAt: first('article:published_time', 'date', 'dc.date', 'dcterms.created'),
    modifiedAt: first('article:modified_time', 'last-modified', 'dcterms.modified'),
    categories: [...(metas.get('category') ?? []), ...(metas.get('article:section') ?? [])],
    keywords: [...(metas.get('keywords') ?? []), ...(metas.get('article:tag') ?? [])],
  };
}

function metasOf(document: Document): Map<string, string[]> {
  const metas = new Map<string, string[]>();
  for (const meta of Array.from(document.querySelectorAll('meta[content]'))) {
    const name =
      meta.getAttribute('name') ?? meta.getAttribute('property') ?? meta.getAttribute('http-equiv');
    if (!name) continue;
    const key = name.toLowerCase();
    const contents = metas.get(key) ?? [];
    contents.push(meta.getAttribute('content') ?? '');
    metas.set(key, contents);
  }
  return metas;
}
