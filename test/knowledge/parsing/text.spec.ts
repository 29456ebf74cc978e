import { type ParsedDocument } from '../../../src/contexts/knowledge/domain/parsing/document-parser';
import { foundProperties } from '../../../src/contexts/knowledge/infrastructure/parsing/text/found-properties';
import { languageOf } from '../../../src/contexts/knowledge/infrastructure/parsing/text/language';
import {
  parseMarkdown,
  parseText,
} from '../../../src/contexts/knowledge/infrastructure/parsing/text/parse-plain';

const markdown = (text: string): Promise<ParsedDocument> => parseMarkdown(Buffer.from(text));

describe('plain text and Markdown', () => {
  it('stay as they are written', async () => {
    const text = '# Not a heading to anybody\n\n\ttabs, \\_escapes_ and   spaces\n';
    expect(await parseText(Buffer.from(text))).toEqual({
      format: 'text',
      content: text,
      properties: {},
      pageStarts: null,
    });
    expect((await markdown(text)).content).toBe(text);
  });

  it('are refused when there is nothing in them, or too much', async () => {
    await expect(parseText(Buffer.from(' \n\t\n'))).rejects.toMatchObject({ code: 'no_text' });
    await expect(parseText(Buffer.alloc(5_000_001, 'a'))).rejects.toMatchObject({
      code: 'document_too_long',
    });
    await expect(parseText(Buffer.alloc(15_000_001, 'a'))).rejects.toMatchObject({
      code: 'document_too_long',
    });
    expect((await parseText(Buffer.alloc(5_000_000, 'a'))).content).toHaveLength(5_000_000);
  });
});

describe('front matter', () => {
  it('becomes properties and leaves the text [KN-10]', async () => {
    const { content, properties } = await markdown(
      `---
title: "Delivery: how it works"
author: Ada Lovelace
date: 2024-03-05
updated: 2024-03-06 10:30
tags: [post, 'courier']
categories:
  - Logistics
  - Shop
lang: en_GB
draft: true
---

# Delivery
`,
    );
    expect(content).toBe('# Delivery\n');
    expect(properties).toEqual({
      title: 'Delivery: how it works',
      author: 'Ada Lovelace',
      createdAt: '2024-03-05T00:00:00.000Z',
      modifiedAt: '2024-03-06T10:30:00.000Z',
      keywords: ['post', 'courier'],
      categories: ['Logistics', 'Shop'],
      language: 'en-GB',
    });
  });

  it.each([
    ['two rules around words', '---\nHello, this is text.\n---\nMore.\n'],
    ['no end', '---\ntitle: x\n\n# Heading\n'],
    ['not at the start', '\n---\ntitle: x\n---\n'],
    ['nothing in it', '---\n---\nText\n'],
  ])('is not seen in what is none: %s', async (_, text) => {
    const { content, properties } = await markdown(text);
    expect(content).toBe(text);
    expect(properties.title).toBeUndefined();
  });

  it('is no program: anchors, tags and nested maps mean nothing', async () => {
    const { properties } = await markdown(
      '---\ntitle: !!js/function x\nauthor: &a *a\nmeta:\n  title: no\n---\nText\n',
    );
    expect(properties).toMatchObject({ title: '!!js/function x', author: '&a *a' });
  });
});

describe('properties', () => {
  it('are kept only where they are sane [KN-10]', () => {
    expect(
      foundProperties({
        title: ' \0A\n title  ',
        author: '',
        language: 'x-klingon!',
        createdAt: '05/03/2024',
        modifiedAt: '2024-13-45',
        keywords: ['a, b;a', null, '  '],
        categories: [],
      }),
    ).toEqual({ title: 'A title', keywords: ['a', 'b'] });
    expect(foundProperties({ title: 'x'.repeat(10_000) }).title).toHaveLength(300);
    expect(foundProperties({ title: `${'x'.repeat(299)}😀` }).title).not.toMatch(/\p{Surrogate}/u);
  });

  it.each([
    ['en_us.UTF-8', 'en-US'],
    ['DE', 'de'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['pt-BR', 'pt-BR'],
    ['und', undefined],
    ['english', undefined],
  ])('write the language %s as %s [KN-10]', (language, expected) => {
    expect(foundProperties({ language }).language).toBe(expected);
  });
});

describe('the language of a text', () => {
  it.each([
    ['en', 'The delivery of an order can be followed in the account of the customer at any time.'],
    ['de', 'Wir erstatten den Kaufpreis innerhalb von 14 Tagen nach Eingang der Rücksendung.'],
    ['fr', 'Les commandes sont livrées en deux jours ouvrables dans toute la France.'],
    ['es', 'Puede restablecer su contraseña desde la página de inicio de sesión.'],
    [
      'ja',
      'パスワードはログインページから再設定できます。返品は三十日以内にお願いいたします。お問い合わせください。',
    ],
  ])('is found out: %s [KN-10]', async (language, text) => expect(await languageOf(text)).toBe(language));

  it.each([
    ['a few words', 'Hello there'],
    ['numbers', '123 456 789 2024-01-01 99.5 12 '.repeat(20)],
    ['code', 'const x = foo(bar); if (x > 3) { return y[12]; }'],
    ['nothing', ''],
  ])('is not guessed for %s', async (_, text) => expect(await languageOf(text)).toBeUndefined());
});
