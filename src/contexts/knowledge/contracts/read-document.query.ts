import { Query } from '@nestjs/cqrs';

export interface DocumentText {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The whole text of a document; null where there is none, or none that these readers may read. */
export class ReadDocument extends Query<DocumentText | null> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}
