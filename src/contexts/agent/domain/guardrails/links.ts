/** `[words](address "title")` and `![words](address)`; an address may stand in angle brackets. */
const MARKDOWN =
  /(!?)\[([^[\]]{0,500})\]\(\s{0,5}<?([^\s()<>]{0,4000}(?:\([^\s()<>]{0,1000}\)[^\s()<>]{0,1000})?)>?(?:\s[^()]{0,300})?\)/g;
const REFERENCE = /^[ \t]{0,3}\[[^[\]]{1,200}\]:[ \t]{0,5}(\S{1,4000}).{0,300}$/gm;
/** "[1]: Goods can be returned" is a sentence, and no definition of an address. */
const ADDRESS = /\/\/|\\\\|^<?(?:[a-z&][a-z0-9&#;+.-]{1,40}:|www\.)/i;
const HTML =
  /<\/?(?:a|img|iframe|script|style|object|embed|link|form|meta|base|video|audio|source|svg)\b[^<>]{0,4000}>/gi;
const BARE = /(?<![\w@])(?:(?:https?|ftp|data|javascript|file):|\/\/|www\.)[^\s<>"'`)\]]{1,4000}/gi;
const MOST_LAYERS = 5;

/** Where a reply may lead. */
export interface LinkTargets {
  /** Hosts that the workspace allows, with all below them; pictures too. */
  readonly allowed: ReadonlySet<string>;
  /** Hosts of the sources: for links that somebody has to click, and for nothing that a browser fetches by itself. */
  readonly sources: ReadonlySet<string>;
}

export interface Stripped {
  readonly text: string;
  /** How many led elsewhere. */
  readonly count: number;
}

/**
 * Takes out what leads neither to a source nor to an allowed host. A model that was turned round by a document
 * would else carry what it knows to a foreign server, in the address of a picture that the customer's own
 * browser fetches. The words of a link stay.
 */
export function stripForeignLinks(text: string, targets: LinkTargets): Stripped {
  let [left, count] = [text, 0];
  // What is taken out may bring what stood around it together: until nothing is left to take.
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const stripped = stripOnce(left, targets);
    if (stripped.count === 0) return { text: left, count };
    left = stripped.text;
    count += stripped.count;
  }
  return { text: left.replaceAll('](', '] ('), count };
}

export function hostOf(address: string): string | null {
  const from = /^www\./i.test(address) ? `https://${address}` : address;
  return /^https?:\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#]|$)/i.exec(from)?.[1]?.toLowerCase() ?? null;
}

function stripOnce(text: string, targets: LinkTargets): Stripped {
  let count = 0;
  const strip = (left: string): string => {
    count++;
    return left;
  };
  const stripped = text
    .replace(HTML, () => strip(''))
    .replace(MARKDOWN, (whole, image: string, words: string, address: string) =>
      leadsTo(address, targets, image !== '') ? whole : strip(words),
    )
    .replace(REFERENCE, (whole, address: string) =>
      ADDRESS.test(address) && !leadsTo(address, targets, true) ? strip('') : whole,
    )
    .replace(BARE, (address) => {
      const mark = /[.,;:!?*_]{0,10}$/.exec(address)?.[0] ?? '';
      const bare = address.slice(0, address.length - mark.length);
      return leadsTo(bare, targets, false) ? address : strip(mark);
    });
  return { text: stripped, count };
}

/** Nothing but plain http(s): no names and passwords in front of the host. */
function leadsTo(address: string, { allowed, sources }: LinkTargets, isFetched: boolean): boolean {
  const host = hostOf(address);
  if (host === null) return false;
  if (!isFetched && sources.has(host)) return true;
  const parts = host.split('.');
  return parts.some((_, at) => allowed.has(parts.slice(at).join('.')));
}
