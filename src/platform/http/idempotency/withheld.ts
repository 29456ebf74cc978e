/** Which fields of a route's answer are told once only. */
export const WITHHELD = Symbol('withheld fields');

export function withhold(answer: unknown, fields: readonly string[]): unknown {
  if (fields.length === 0 || typeof answer !== 'object' || answer === null) return answer;
  return { ...answer, ...Object.fromEntries(fields.map((field) => [field, null])) };
}
