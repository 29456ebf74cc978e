import { JsonObject, ListOf, Nested, OneOf, Text, Whole } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { AccessList } from './access-list';
import { WebhookUrl } from './webhook-url';

/** What is said about a document, however its content comes. */
export class DescribedDocumentBody {
  @Text({
    optional: true,
    max: 2_000,
    pattern: /^https?:\/\/\S+$/,
    description: 'Where people can read it; shown with every citation.',
    example: 'https://example.com/account',
  })
  url?: string;

  @JsonObject({
    optional: true,
    maxBytes: 16_384,
    description: 'Free; searches can filter by its top-level values.',
    example: { product: 'console', public: true },
  })
  metadata?: Record<string, unknown>;

  @Text({
    optional: true,
    max: 200,
    description: 'Its name in the system it comes from.',
    example: 'kb-117',
  })
  externalId?: string;

  @AccessList()
  access?: string[];
}

export class SubmittedDocumentBody extends DescribedDocumentBody {
  @Text({ max: 500, example: 'Account guide' })
  title!: string;

  @Text({
    max: 1_000_000,
    description: 'Plain text or Markdown.',
    example: '# Password\n\nTo reset your password, open Settings and choose "Reset password".',
  })
  content!: string;
}

export class ChunkingBody {
  @OneOf(['structure', 'paragraph', 'semantic', 'fixed'], {
    optional: true,
    description:
      'Along headings, lists, tables and code (default); by paragraphs; where the meaning changes; or in windows of one size.',
  })
  strategy?: 'structure' | 'paragraph' | 'semantic' | 'fixed';

  @Whole({ optional: true, min: 16, max: 8_000, example: 300 })
  maxTokens?: number;

  @Whole({
    optional: true,
    min: 0,
    max: 4_000,
    example: 0,
    description: 'Repeated from the chunk before; `fixed` only, and at most half of maxTokens.',
  })
  overlapTokens?: number;
}

export class IngestBody {
  @ListOf(() => SubmittedDocumentBody, { min: 1, max: 100 })
  documents!: SubmittedDocumentBody[];

  @OneOf(['urgent', 'normal', 'low'], { optional: true, example: 'normal' })
  priority?: 'urgent' | 'normal' | 'low';

  @Nested(() => ChunkingBody, {
    optional: true,
    description: 'How the documents are cut up; without it, as the workspace has it.',
  })
  chunking?: ChunkingBody;

  @WebhookUrl()
  webhookUrl?: string;
}

export class IngestAcceptedView {
  @Shown({ example: true })
  ok!: true;

  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a0f' })
  ingestionId!: string;

  @Shown({ example: 50, description: 'Documents handed in.' })
  total!: number;

  @Shown({ example: 2, description: 'Left out, because the workspace has the same content already.' })
  skipped!: number;
}
