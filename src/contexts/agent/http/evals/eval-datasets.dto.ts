import { JsonObject, ListOf, OneOf, SomeOf, Text, TextList, Uuid } from '../../../../platform/http/fields';
import { Shown } from '../../../../platform/http/view-fields';

const LONGEST_TEXT = 8_000;
const LARGEST_SCHEMA = 16 * 1024;

export class EvalCaseBody {
  @Text({
    max: LONGEST_TEXT,
    example: 'How long can I return goods?',
    description: 'What the customer says.',
  })
  input!: string;

  @Text({ optional: true, max: LONGEST_TEXT, example: '30 days' })
  expected?: string;

  @OneOf(['exact', 'contains'], {
    optional: true,
    example: 'contains',
    description: 'How the answer has to match `expected`; without it, it has to contain it.',
  })
  match?: 'exact' | 'contains';

  @TextList({
    optional: true,
    min: 1,
    max: 20,
    each: { max: 2_000 },
    example: ['Returns'],
    description: 'Documents that have to be among the sources, by title, id or address.',
  })
  mustCite?: string[];

  @Text({
    optional: true,
    max: 4_000,
    example: 'Names the time limit, and is friendly.',
    description: 'In words. A language model judges by it; without one this does not count.',
  })
  rubric?: string;

  @JsonObject({
    optional: true,
    maxBytes: LARGEST_SCHEMA,
    example: { type: 'object', required: ['days'] },
    description: 'A JSON Schema that the answer has to fit. No patterns, formats and references.',
  })
  schema?: Record<string, unknown>;

  @SomeOf(['cites_a_source', 'links_only_to_sources', 'tells_no_personal_data'], {
    optional: true,
    description: 'What has to hold of every answer, whatever was asked.',
  })
  policies?: ('cites_a_source' | 'links_only_to_sources' | 'tells_no_personal_data')[];
}

export class EvalDatasetBody {
  @Text({
    max: 200,
    example: 'Questions about returns',
    description: 'The same name again is its next version.',
  })
  name!: string;

  @ListOf(() => EvalCaseBody, { min: 1, max: 500 })
  cases!: EvalCaseBody[];
}

export class RunAsCaseBody {
  @Uuid({ description: 'Of a run that has an answer.' })
  runId!: string;

  @OneOf(['exact', 'contains'], {
    optional: true,
    description: 'How later answers have to match the recorded one.',
  })
  match?: 'exact' | 'contains';
}

export class EvalDatasetCreatedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'Questions about returns' })
  name!: string;

  @Shown({ example: 1 })
  version!: number;

  @Shown({ example: 24 })
  total!: number;
}
