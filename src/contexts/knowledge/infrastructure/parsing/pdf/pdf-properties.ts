import { type RawProperties } from '../text/found-properties';

const PDF_DATE = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?/;

/** The information dictionary, whose values may be of any sort. */
export function pdfProperties(info: Readonly<Record<string, unknown>>, pageCount: number): RawProperties {
  const textOf = (key: string): string | undefined => {
    const value = info[key];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    title: textOf('Title'),
    author: textOf('Author'),
    language: textOf('Language'),
    createdAt: isoOf(textOf('CreationDate')),
    modifiedAt: isoOf(textOf('ModDate')),
    categories: [textOf('Subject')],
    keywords: [textOf('Keywords')],
    pageCount,
  };
}

/** `D:20240131093000+02'00'` */
function isoOf(date: string | undefined): string | undefined {
  const found = PDF_DATE.exec(date ?? '');
  if (!found) return undefined;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00'] = found;
  const [, , , , , , , , sign, zoneHour, zoneMinute = '00'] = found;
  const zone = sign && zoneHour ? `${sign}${zoneHour}:${zoneMinute}` : 'Z';
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
