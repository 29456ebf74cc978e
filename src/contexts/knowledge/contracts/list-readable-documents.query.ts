import { Query } from '@nestjs/cqrs';

export interface ReadableDocument {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly updatedAt: Date;
}

export interface ReadableDocuments {
  readonly documents: readonly ReadableDocument[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** The documents whose text can be read, newest first, as far as the access lists let these readers in. */
export class ListReadableDocuments extends Query<ReadableDocuments> {
  constructor(
    readonly workspaceId: string,
    readonly readers: readonly string[] | null,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}
