import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { Shown } from '../../../platform/http/view-fields';

export class ChunkView {
  @Shown({ example: '5b1f0c9e-1e7a-8b5a-9d1f-2f6c00000000' })
  id!: string;

  @Shown({ example: 0, description: 'Its place in the document.' })
  ordinal!: number;

  @Shown({
    example: 'Account > Password',
    nullable: true,
    description: 'The headings above it, outermost first.',
  })
  heading!: string | null;

  @Shown({ example: 'To reset your password, open Settings and choose "Reset password".' })
  text!: string;

  @Shown({ example: 0, description: '`text` is the content from here' })
  startOffset!: number;

  @Shown({ example: 66, description: 'to here, in UTF-16 units.' })
  endOffset!: number;

  @Shown({ example: 2, nullable: true, description: 'The page it begins on; null where there are no pages.' })
  pageFrom!: number | null;

  @Shown({ example: 3, nullable: true })
  pageTo!: number | null;

  @Shown({ example: 14 })
  tokens!: number;
}

export class ListChunks extends Query<Page<ChunkView>> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readers: readonly string[] | null,
  ) {
    super();
  }
}

@QueryHandler(ListChunks)
export class ListChunksHandler implements IQueryHandler<ListChunks> {
  constructor(private readonly database: Database) {}

  /** In reading order: within a document the ids of chunks ascend with their place. */
  async execute({ workspaceId, documentId, page, readers }: ListChunks): Promise<Page<ChunkView>> {
    const after = page.cursor === undefined ? null : decodeCursor(page.cursor);
    const [documents = [], chunks = []] = await this.database.batch(workspaceId, [
      sql`
        SELECT 1 FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ${documentId} AND deleted_at IS NULL
          AND (access IS NULL OR ${readers}::text[] IS NULL OR access && ${readers}::text[])`,
      sql`
        SELECT id, ordinal, heading, text, start_offset AS "startOffset", end_offset AS "endOffset", page_from AS "pageFrom",
          page_to AS "pageTo", tokens
        FROM knowledge.chunks
        WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}
          AND (${after}::uuid IS NULL OR id > ${after}::uuid)
        ORDER BY ordinal LIMIT ${page.limit + 1}`,
    ]);
    if (documents.length === 0) throw notFound('document');
    return toPage(chunks as ChunkView[], page.limit);
  }
}
