import { decodeText } from '../../../src/contexts/knowledge/infrastructure/parsing/text/decode-text';
import { encodeAs } from '../../support/document-files';

const WESTERN = 'Die Größe „M“ kostet 20 €. Über Änderungen an schönen Tagen – später.';
const westernBytes = WESTERN.replace('„', '\x84')
  .replace('“', '\x93')
  .replace('€', '\x80')
  .replace('–', '\x96');
const JAPANESE = '日本語のテキストです。返品は三十日以内にできます。お問い合わせください。';
const RUSSIAN =
  'Вы можете вернуть товар в течение тридцати дней после доставки, если он не был в употреблении.';

describe('the encoding of a text', () => {
  it.each([
    ['UTF-8', Buffer.from(WESTERN)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${WESTERN}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${WESTERN}`, 'utf16le')],
    ['UTF-16LE without', Buffer.from(WESTERN, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${WESTERN}`, 'utf16le').swap16()],
    ['UTF-16BE without', Buffer.from(WESTERN, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(westernBytes, 'latin1')],
  ])('is found out: %s [KN-06]', (_, bytes) => expect(decodeText(bytes)).toBe(WESTERN));

  it.each([
    ['shift_jis', JAPANESE],
    ['euc-jp', JAPANESE],
    ['windows-1251', RUSSIAN],
    ['koi8-r', RUSSIAN],
    ['gb18030', '您可以在登录页面重置密码。退货须在三十天之内办理，请联系客服部门。'],
    ['euc-kr', '로그인 페이지에서 비밀번호를 재설정할 수 있습니다. 반품은 삼십일 이내에 가능합니다.'],
    ['iso-8859-7', 'Μπορείτε να επιστρέψετε τα προϊόντα εντός τριάντα ημερών από την παράδοση.'],
  ])('is found out by statistics: %s [KN-06]', (encoding, text) => {
    expect(decodeText(encodeAs(encoding, text))).toBe(text);
  });

  it('is ISO-2022-JP where the text switches to it [KN-06]', () => {
    const bytes = Buffer.from('1b2442467c4b5c1b2842', 'hex');
    expect(decodeText(bytes)).toBe('日本');
  });

  it('is what a page declares, unless its bytes say otherwise [KN-06]', () => {
    const page = (charset: string): string =>
      `<html><head><meta charset="${charset}"></head>Žluťoučký kůň</html>`;
    const declared = encodeAs('iso-8859-2', page('iso-8859-2'));
    expect(decodeText(declared, { declared: true })).toBe(page('iso-8859-2'));
    expect(decodeText(Buffer.from(page('iso-8859-2')), { declared: true })).toBe(page('iso-8859-2'));
    const old = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250"> příliš';
    expect(decodeText(encodeAs('windows-1250', old), { declared: true })).toBe(old);
    const xml = '<?xml version="1.0" encoding="iso-8859-2"?><html>kůň</html>';
    expect(decodeText(encodeAs('iso-8859-2', xml), { declared: true })).toBe(xml);
  });

  it('declared wrongly or as nothing that exists is not believed [KN-06]', () => {
    for (const charset of ['utf-16', 'klingon']) {
      const page = `<meta charset=${charset}> Größe und Länge für alle schönen Wörter`;
      expect(decodeText(encodeAs('windows-1252', page), { declared: true })).toBe(page);
    }
  });
});

describe('decoded text', () => {
  it('holds nothing that PostgreSQL refuses: no NUL, no half character; its lines end one way [KN-06]', () => {
    const half = Buffer.from('a\r\nb\rc\0d\ud83d!', 'utf16le');
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), half]))).toBe('a\nb\ncd\ufffd!');
    expect(decodeText(Buffer.from('a\0b\r\n😀'))).toBe('ab\n😀');
  });
});
