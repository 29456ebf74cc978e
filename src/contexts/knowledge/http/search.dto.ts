import { Decimal, OneOf, Text, Whole } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { MetadataFilter } from './metadata-filter';

export class SearchBody {
  @Text({ max: 2_000, example: 'How do I reset my password?' })
  query!: string;

  @Whole({ optional: true, min: 1, max: 50, example: 5 })
  limit?: number;

  @Decimal({
    optional: true,
    min: 0,
    max: 1,
    example: 0.3,
    description:
      'Leaves out hits that score less. The score says how much evidence a passage offers, whatever the others ' +
      'score: words of the question, rare ones above all, and nearness in meaning where a model is configured.',
  })
  threshold?: number;

  @OneOf(['hybrid', 'vector', 'keyword'], { optional: true })
  mode?: 'hybrid' | 'vector' | 'keyword';

  @MetadataFilter({
    optional: true,
    description: 'Only documents whose metadata has these values.',
    example: { product: 'console' },
  })
  filter?: Record<string, string | number | boolean>;
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

  @Shown({ example: 0.82, description: 'From 0 to 1, comparable between queries.' })
  score!: number;

  @Shown({ type: TextRangeView, isArray: true, description: 'Words of the question in `text`.' })
  highlights!: readonly TextRangeView[];
}

export class SearchLegsView {
  @Shown({ enum: ['ran', 'off', 'failed'], example: 'ran' })
  keyword!: string;

  @Shown({ enum: ['ran', 'off', 'failed'], example: 'ran' })
  vector!: string;
}

export class SearchView {
  @Shown({ type: SearchHitView, isArray: true, description: 'Best first.' })
  hits!: readonly SearchHitView[];

  @Shown({ type: SearchLegsView, description: '`failed`: the answer rests on the other leg alone.' })
  legs!: SearchLegsView;

  @Shown({ example: 3.2 })
  tookMs!: number;
}
