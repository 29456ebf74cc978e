/** Words that call everybody, with something between that nobody sees: no platform takes them for a call. */
export function withSilentMentions(text: string): string {
  return text.replace(/@(?=everyone|here|channel)/gi, '@\u200b');
}
