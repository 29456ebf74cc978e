import { Logger } from '@nestjs/common';
import { linesFrom, pdfOf, pdfWithContent } from '../../support/document-files';
import { TestParser } from './parser';

Logger.overrideLogger(false);
const parser = new TestParser({ processes: 1 });
afterAll(() => parser.stop());

const paragraph = [
  'Orders are delivered within three days, and every deliv-',
  'ery can be followed in the account of the customer, at',
  'any time and from anywhere.',
];

describe('a PDF', () => {
  it('becomes headings, paragraphs and lists [KN-05]', async () => {
    const page = [
      { text: 'Delivery guide', y: 780, size: 26 },
      { text: 'How long it takes', y: 730, size: 16 },
      ...linesFrom(700, paragraph),
      ...linesFrom(620, ['It is free above 50 euros, for all customers', 'in the whole of the country.']),
      ...linesFrom(560, ['\u2022 by post', '\u2022 by courier']),
    ];
    const { content, format } = await parser.parse(await pdfOf([page]));
    expect(format).toBe('pdf');
    expect(content).toBe(`# Delivery guide

## How long it takes

Orders are delivered within three days, and every delivery can be followed in the account of the customer, at any time and from anywhere.

It is free above 50 euros, for all customers in the whole of the country.

- by post
- by courier`);
  });

  it('says where each page begins, also an empty one [KN-05]', async () => {
    const pages = [[{ text: 'First page.', y: 780 }], [], [{ text: 'Third page.', y: 780 }]];
    const { content, pageStarts, properties } = await parser.parse(await pdfOf(pages));
    expect(content).toBe('First page.\n\nThird page.');
    expect(pageStarts).toEqual([0, 11, 13]);
    expect(content.slice(pageStarts?.[2])).toBe('Third page.');
    expect(properties.pageCount).toBe(3);
  });

  it('keeps title and author, dates and keywords [KN-10]', async () => {
    const bytes = await pdfOf([linesFrom(780, paragraph)], (pdf) => {
      pdf.setTitle('Größe & more');
      pdf.setAuthor('Ada Lovelace');
      pdf.setSubject('Logistics');
      pdf.setKeywords(['post,', 'courier']);
      pdf.setCreationDate(new Date('2024-03-05T10:00:00Z'));
      pdf.setModificationDate(new Date('2024-03-06T10:00:00Z'));
    });
    expect((await parser.parse(bytes)).properties).toEqual({
      title: 'Größe & more',
      author: 'Ada Lovelace',
      categories: ['Logistics'],
      keywords: ['post', 'courier'],
      createdAt: '2024-03-05T10:00:00.000Z',
      modifiedAt: '2024-03-06T10:00:00.000Z',
      language: 'en',
      pageCount: 1,
    });
  });

  it('is read column by column, whether they were written so or from below', async () => {
    const left = linesFrom(700, ['alpha one', 'alpha two', 'alpha three', 'alpha four', 'alpha five']);
    const right = linesFrom(700, ['beta one', 'beta two', 'beta three', 'beta four', 'beta five'], 320);
    const order = /alpha one.*alpha five.*beta one.*beta five/s;
    expect((await parser.parse(await pdfOf([[...left, ...right]]))).content).toMatch(order);
    const upwards = [...left.toReversed(), ...right.toReversed()];
    expect((await parser.parse(await pdfOf([upwards]))).content).toMatch(order);
  });

  it('loses what runs along the edge of its pages, but no heading', async () => {
    const pages = [1, 2, 3, 4, 5].map((number) => [
      { text: `Chapter ${number}`, y: 780, size: 20 },
      ...linesFrom(740, [
        `Words of chapter ${number}, and some more of`,
        'them in a second line.',
        'Also a third.',
      ]),
      { text: 'Acme confidential', y: 40, size: 9 },
      { text: `Page ${number} of 5`, y: 28, size: 9 },
    ]);
    const { content } = await parser.parse(await pdfOf(pages));
    expect(content).toContain('# Chapter 3\n\nWords of chapter 3');
    expect(content.match(/confidential/g)).toHaveLength(1);
    expect(content).not.toMatch(/Page \d/);
  });

  it('keeps the cells of a row apart', async () => {
    const row = [
      { text: 'Country', y: 700 },
      { text: 'Days', x: 300, y: 700 },
    ];
    expect((await parser.parse(await pdfOf([row]))).content).toBe('Country  Days');
  });

  it('without text, as a scan is, says so', async () => {
    const drawn = await pdfWithContent(Buffer.from('0 0 100 100 re f'));
    await expect(parser.parse(drawn)).rejects.toMatchObject({ kind: 'unprocessable', code: 'no_text' });
  });
});
