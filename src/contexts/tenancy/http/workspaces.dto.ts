import { Flag, Nested, Text, TextList, Whole } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';

const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/i;

export class ListWorkspacesQuery extends PageQuery {
  @Flag({
    optional: true,
    inQuery: true,
    example: false,
    description: 'Instead those that the caller owned when they were deleted, and that can be restored.',
  })
  deleted?: boolean;
}

export class CreateWorkspaceBody {
  @Text({ max: 120, example: 'Acme Support' })
  name!: string;
}

export class WorkspaceSettingsBody {
  @Text({ optional: true, nullable: true, max: 100, example: 'gpt-4o-mini' })
  defaultModel?: string | null;

  @Text({ optional: true, nullable: true, max: 2_000, example: 'A patient shop assistant' })
  persona?: string | null;

  @Text({ optional: true, nullable: true, max: 8_000, example: 'Answer in the language of the question.' })
  systemPrompt?: string | null;

  @Whole({ optional: true, nullable: true, min: 1, max: 3_650, example: 365 })
  retentionDays?: number | null;

  @Flag({
    optional: true,
    example: false,
    description:
      'Whether everybody here needs a second factor. Only somebody signed in with one can ask for it.',
  })
  requireSecondFactor?: boolean;

  @TextList({
    optional: true,
    max: 50,
    each: { max: 200, pattern: ORIGIN },
    example: ['https://shop.example'],
  })
  allowedOrigins?: string[];
}

export class UpdateWorkspaceBody {
  @Text({ optional: true, max: 120, example: 'Acme Support' })
  name?: string;

  @Nested(() => WorkspaceSettingsBody, { optional: true })
  settings?: WorkspaceSettingsBody;
}
