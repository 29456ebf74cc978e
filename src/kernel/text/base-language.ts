/** "pt" of "pt-BR". The two written forms of Norwegian are one language here, being read by the same people. */
export function baseLanguage(code: string): string {
  const [base = ''] = code.toLowerCase().split(/[-_]/);
  return base === 'nb' || base === 'nn' ? 'no' : base;
}
