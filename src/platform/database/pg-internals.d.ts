declare module 'pg/lib/utils.js' {
  /** As pg itself writes parameters: dates, buffers, arrays and objects in PostgreSQL's own notation. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
