import { JsonObject, Nested, OneOf, Text } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { AccessList } from './access-list';
import { ChunkingBody, DescribedDocumentBody } from './ingest.dto';
import { WebhookUrl } from './webhook-url';

const ADDRESS = /^https?:\/\/\S+$/;

export class AddDocumentBody extends DescribedDocumentBody {
  @Text({ optional: true, max: 500, description: "Without it, the file's own.", example: 'Account guide' })
  title?: string;

  @Text({
    optional: true,
    max: 2_000,
    pattern: ADDRESS,
    description: 'Fetched from there, in place of a file: a public page or file.',
    example: 'https://example.com/account.pdf',
  })
  sourceUrl?: string;

  @OneOf(['urgent', 'normal', 'low'], { optional: true, example: 'normal' })
  priority?: 'urgent' | 'normal' | 'low';

  @Nested(() => ChunkingBody, { optional: true, description: 'How the document is cut up.' })
  chunking?: ChunkingBody;

  @WebhookUrl()
  webhookUrl?: string;
}

export class DocumentAcceptedView {
  @Shown({ example: true })
  ok!: true;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0f' })
  ingestionId!: string;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({
    example: false,
    description: 'Whether the workspace had the same content already: then nothing was added.',
  })
  duplicate!: boolean;
}

export class DescribeDocumentBody {
  @Text({
    optional: true,
    nullable: true,
    max: 2_000,
    pattern: ADDRESS,
    example: 'https://example.com/account',
  })
  url?: string | null;

  @Text({ optional: true, nullable: true, max: 200, example: 'kb-117' })
  externalId?: string | null;

  @JsonObject({ optional: true, maxBytes: 16_384, example: { product: 'console' } })
  metadata?: Record<string, unknown>;

  @AccessList({ nullable: true })
  access?: string[] | null;
}

export class ReviseDocumentBody extends DescribeDocumentBody {
  @Text({ optional: true, max: 500, example: 'Account guide' })
  title?: string;

  @Text({
    optional: true,
    max: 1_000_000,
    description: 'Plain text or Markdown; or a file in its place, or `sourceUrl`.',
    example: '# Password\n\nTo reset your password, open Settings.',
  })
  content?: string;

  @Text({ optional: true, max: 2_000, pattern: ADDRESS, example: 'https://example.com/account.pdf' })
  sourceUrl?: string;

  @OneOf(['urgent', 'normal', 'low'], { optional: true, example: 'normal' })
  priority?: 'urgent' | 'normal' | 'low';

  @Nested(() => ChunkingBody, { optional: true })
  chunking?: ChunkingBody;
}

export class DocumentRevisedView {
  @Shown({ example: true })
  ok!: true;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({ example: 2 })
  version!: number;
}
