import { Shown } from '../../../platform/http/view-fields';
import { FORMATS } from '../domain/parsing/document-parser';

export class DocumentProblemView {
  @Shown({ example: 'empty_document' })
  code!: string;

  @Shown({ example: 'The document has no text.' })
  detail!: string;
}

export class DocumentView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0f' })
  ingestionId!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 'https://example.com/account', nullable: true })
  url!: string | null;

  @Shown({
    example: 'kb-117',
    nullable: true,
    description: 'The name of the document in the system it came from.',
  })
  externalId!: string | null;

  @Shown({ example: { product: 'console' } })
  metadata!: Record<string, unknown>;

  @Shown({ enum: ['queued', 'processing', 'ready', 'failed'], example: 'ready' })
  status!: string;

  @Shown({ enum: ['urgent', 'normal', 'low'], example: 'normal' })
  priority!: string;

  @Shown({ example: 1, description: 'Of the content.' })
  version!: number;

  @Shown({ example: 3 })
  chunkCount!: number;

  @Shown({ type: DocumentProblemView, nullable: true, description: 'Why it failed.' })
  error!: DocumentProblemView | null;

  @Shown({
    enum: FORMATS,
    example: 'pdf',
    nullable: true,
    description: 'Of a file.',
  })
  format!: string | null;

  @Shown({ example: 'en', nullable: true, description: 'Found in the text, or declared by the file.' })
  language!: string | null;

  @Shown({ example: { author: 'Ada', pageCount: 12 }, description: 'What the file says of itself.' })
  properties!: Record<string, unknown>;

  @Shown({
    example: ['role:member'],
    isArray: true,
    nullable: true,
    description: 'Who may find and read it besides owners. Null: everybody here.',
  })
  access!: readonly string[] | null;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0d', nullable: true })
  createdBy!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T09:30:01.000Z' })
  updatedAt!: Date;
}

export class DocumentWithContentView extends DocumentView {
  @Shown({ example: 'To reset your password, open Settings and choose "Reset password".' })
  content!: string;
}
