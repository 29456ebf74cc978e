export interface MailContent {
  readonly subject: string;
  /** Plain text: the platform escapes it where it becomes HTML. */
  readonly paragraphs: readonly string[];
  /** What the reader is asked to do: a button in HTML, a line of its own in text. */
  readonly action?: { readonly label: string; readonly url: string };
}

/** What one kind of mail says. A context lists its templates as providers; the platform finds them. */
export abstract class MailTemplate {
  abstract readonly kind: string;
  abstract compose(params: Readonly<Record<string, string>>): MailContent;
}
