import { Text } from '../../../platform/http/fields';
import { field } from '../../../platform/http/rule';

/** A language tag in the spelling of BCP 47. */
function Locale(): PropertyDecorator {
  return field(
    localeProblem,
    { optional: true, nullable: true, example: 'en-GB', description: 'Null takes it away.' },
    { type: String, maxLength: 35 },
  );
}

function localeProblem(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 35) return 'must be a language tag such as en-GB';
  try {
    const [canonical] = Intl.getCanonicalLocales(value);
    return canonical === value ? null : `must be written as ${canonical ?? 'en-GB'}`;
  } catch {
    return 'must be a language tag such as en-GB';
  }
}

export class UpdateMeBody {
  @Text({ optional: true, max: 120, example: 'Ada Lovelace' })
  name?: string;

  @Text({
    optional: true,
    nullable: true,
    max: 120,
    example: 'gpt-4o-mini',
    description: 'Null takes it away.',
  })
  preferredModel?: string | null;

  @Locale()
  locale?: string | null;
}
