import { Injectable } from '@nestjs/common';
import { createRequire } from 'node:module';
import { baseLanguage } from '../../../kernel/text/base-language';
import { foldText } from '../../../kernel/text/fold';
import { type Stem, Stemmers } from '../domain/stemmers';

/** Left out: English, for which the common stemmer was tuned, and what the package cuts too far or hardly at all. */
const NAMES: Readonly<Record<string, string>> = {
  ar: 'arabic',
  bg: 'bulgarian',
  da: 'danish',
  de: 'german',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  lt: 'lithuanian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  tr: 'turkish',
  uk: 'ukrainian',
};
/** Endings that are always written with accents, but often typed without, and that the stemmers only know with them. */
const RESPELLED: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  spanish: [[/([cs])ion$/, '$1ión']],
  portuguese: [
    [/cao$/, 'ção'],
    [/coes$/, 'ções'],
  ],
};
const MOST_REMEMBERED = 10_000;
/** Longer ones are no words, and some stemmers would take their time. */
const LONGEST_WORD = 40;

/** The stemmers of the Snowball family, each loaded when its language is first met. */
@Injectable()
export class SnowballStemmers extends Stemmers {
  private readonly load = createRequire(__filename);
  private readonly loaded = new Map<string, Stem>();

  of(language: string): Stem | null {
    const name = NAMES[baseLanguage(language)];
    if (!name) return null;
    const stem = this.loaded.get(name) ?? remembering(this.loadStemmer(name));
    this.loaded.set(name, stem);
    return stem;
  }

  private loadStemmer(name: string): Stem {
    const { stemmer } = this.load(`@orama/stemmers/${name}`) as { stemmer: Stem };
    const rules = RESPELLED[name] ?? [];
    return (word) => {
      if (word.length > LONGEST_WORD) return foldText(word);
      const spelled = rules.reduce((before, [ending, right]) => before.replace(ending, right), word);
      return foldText(stemmer(spelled));
    };
  }
}

/** Few words make up most of a language's texts. */
function remembering(stem: Stem): Stem {
  const stems = new Map<string, string>();
  return (word) => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    if (stems.size >= MOST_REMEMBERED) stems.clear();
    const stemmed = detached(stem(word));
    stems.set(detached(word), stemmed);
    return stemmed;
  };
}

/** A part of a text keeps the whole text in memory; a copy does not. */
function detached(word: string): string {
  return Buffer.from(word).toString();
}
