import { Decimal, OneOf, Text, Whole } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { type MetadataFilter as Filter } from '../contracts/metadata-filter';
import { MetadataFilter } from './metadata-filter';

export class SearchBody {
  @Text({
    max: 2_000,
    example: 'How do I reset my password?',
    description: 'Words in quotation marks have to stand side by side in a passage, in whatever inflection.',
  })
  query!: string;

  @Whole({
    optional: true,
    min: 1,
    max: 50,
    example: 5,
    description: 'Otherwise what the workspace has set, or 5.',
  })
  limit?: number;

  @Decimal({
    optional: true,
    min: 0,
    max: 1,
    example: 0.3,
    description:
      'Leaves out hits that score less. The score says how much evidence a passage offers, whatever the others ' +
      'score: words of the question, rare ones above all, and nearness in meaning where a model is configured. ' +
      'Otherwise what the workspace has set. Nearness below what the embedding model can tell counts as none.',
  })
  threshold?: number;

  @OneOf(['hybrid', 'vector', 'keyword'], { optional: true })
  mode?: 'hybrid' | 'vector' | 'keyword';

  @MetadataFilter({
    optional: true,
    description:
      'Only documents that meet every condition, by top-level keys of their metadata or by `$language`, `$format`, ' +
      '`$author`, `$title`, `$url`, `$externalId` and `$createdAt`. A value alone must be equal. `ne` and `nin` also ' +
      'take documents without the value; `gt` and its kin compare numbers with numbers and texts with texts; ' +
      '`contains` looks for an element of a list or a part of a text.',
    example: { product: 'console', year: { gte: 2024, lt: 2026 }, region: { in: ['eu', 'us'] } },
  })
  filter?: Filter;
}

export class TextRangeView {
  @Shown({ example: 9 })
  start!: number;

  @Shown({ example: 14, description: 'Exclusive, in UTF-16 units.' })
  end!: number;
}

export class SearchHitView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  documentId!: string;

  @Shown({ example: '5b1f0c9e-1e7a-8b5a-9d1f-2f6c00000000' })
  chunkId!: string;

  @Shown({ example: 'Account guide' })
  title!: string;

  @Shown({ example: 'https://example.com/account', nullable: true })
  url!: string | null;

  @Shown({ example: 'Password', nullable: true })
  heading!: string | null;

  @Shown({ example: 'To reset your password, open Settings and choose "Reset password".' })
  text!: string;

  @Shown({ example: 3, nullable: true, description: 'From 1; null where the document has no pages.' })
  pageFrom!: number | null;

  @Shown({ example: 4, nullable: true })
  pageTo!: number | null;

  @Shown({ example: 1 })
  documentVersion!: number;

  @Shown({ example: 0.82, description: 'From 0 to 1, comparable between queries.' })
  score!: number;

  @Shown({ type: TextRangeView, isArray: true, description: 'Words of the question in `text`.' })
  highlights!: readonly TextRangeView[];

  @Shown({ example: 0, description: 'How many passages were left out because they nearly repeat this one.' })
  duplicates!: number;
}

export class SpellingCorrectionView {
  @Shown({ example: 'pasword' })
  word!: string;

  @Shown({ example: 'password' })
  to!: string;
}

export class SearchLegsView {
  @Shown({ enum: ['ran', 'off', 'failed'], example: 'ran' })
  keyword!: string;

  @Shown({ enum: ['ran', 'off', 'failed'], example: 'ran' })
  vector!: string;

  @Shown({ enum: ['postgres', 'qdrant'], example: 'postgres', description: 'Where the vectors are.' })
  engine!: string;
}

export class SearchView {
  @Shown({ type: SearchHitView, isArray: true, description: 'Best first.' })
  hits!: readonly SearchHitView[];

  @Shown({ type: SearchLegsView, description: '`failed`: the answer rests on the other leg alone.' })
  legs!: SearchLegsView;

  @Shown({
    type: SpellingCorrectionView,
    isArray: true,
    description: 'Words of the question that no document has, and what was looked for instead.',
  })
  corrections!: readonly SpellingCorrectionView[];

  @Shown({ example: 3.2 })
  tookMs!: number;
}
