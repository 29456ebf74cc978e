const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** A model may say half a character, or none at all: PostgreSQL keeps neither, and a run must not fail of it. */
export const wholeCharacters = (text: string): string => text.replace(UNSTORABLE, '\uFFFD');
