export interface OutgoingMail {
  readonly id: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly requestedAt: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands a mail over. It resolves once somebody else answers for the mail, so sending may happen twice, never not at all. */
export abstract class MailTransport {
  /** Rejects with MailRefused when asking again is of no use; with anything else when it may be. */
  abstract send(mail: OutgoingMail): Promise<void>;
}

/** The mail will not be taken, however often it is offered. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
