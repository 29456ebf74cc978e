import { gfm } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';
import { cleanText } from '../text/clean-text';

const LINKS_THAT_LEAD_SOMEWHERE = /^(?:https?:\/\/|mailto:|tel:)[^\s()<>]+$/i;

const service = new TurndownService({
  headingStyle: 'atx',
  codeBlockStyle: 'fenced',
  bulletListMarker: '-',
  hr: '---',
});
service.use(gfm);
// A full escape writes `order\_id`, which no search for order_id finds. Only what would change the structure matters.
service.escape = (text) => text.replace(/^( {0,3})(#{1,6}\s|```|~~~)/gm, '$1\\$2');
service.addRule('links', {
  filter: 'a',
  replacement: (content, node) => {
    const href = (node as Element).getAttribute('href') ?? '';
    const isUseful = content.trim() !== '' && LINKS_THAT_LEAD_SOMEWHERE.test(href);
    return isUseful && content.trim() !== href ? `[${content.trim()}](${href})` : content;
  },
});
// Nobody reads pictures; their descriptions are text.
service.addRule('pictures', {
  filter: 'img',
  replacement: (_, node) => (node as Element).getAttribute('alt') ?? '',
});

export function markdownOf(document: Document): string {
  return cleanText(service.turndown(document.body)).trim();
}
