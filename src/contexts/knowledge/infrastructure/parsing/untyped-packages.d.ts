declare module '@joplin/turndown-plugin-gfm' {
  import type TurndownService from 'turndown';

  export function gfm(service: TurndownService): void;
}

declare module '@mixmark-io/domino' {
  interface IncrementalParser {
    end(html: string): void;
    /** Works on until the function says to pause. Answers whether there is more to do. */
    process(shouldPause: () => boolean): boolean;
    document(): Document;
  }

  export function createIncrementalHTMLParser(): IncrementalParser;
}
