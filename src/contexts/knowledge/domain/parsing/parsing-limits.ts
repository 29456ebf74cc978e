const MEGABYTE = 1_000_000;

export const MOST_FILE_BYTES = 50 * MEGABYTE;
export const MOST_CHARACTERS = 5_000_000;
export const MOST_PAGES = 2_000;
/** Nobody writes so; what is deeper overflows the stack of whoever walks it. */
export const DEEPEST_MARKUP = 500;

export const MOST_ARCHIVE_ENTRIES = 2_000;
export const MOST_ARCHIVE_BYTES = 100 * MEGABYTE;
export const HIGHEST_RATIO = 100;
/** Below this even an extreme ratio harms nobody, and small files of empty tables have one. */
export const BYTES_OF_ANY_RATIO = MEGABYTE;
