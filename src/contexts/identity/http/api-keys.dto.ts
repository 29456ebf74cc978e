import { Instant, OneOf, SomeOf, Text } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';
import { type Scope, SCOPES } from '../../../platform/security/scopes';
import { ApiKeyView, KEY_ROLES, type KeyRole } from '../queries/api-key.view';

export class CreateApiKeyBody {
  @Text({ max: 120, example: 'Web shop' })
  name!: string;

  @OneOf(KEY_ROLES)
  role!: KeyRole;

  @SomeOf(SCOPES, { example: ['knowledge:read'], description: 'All that it is for, and nothing else.' })
  scopes!: Scope[];

  @Instant({
    optional: true,
    nullable: true,
    example: '2027-11-21T10:00:00.000Z',
    description: 'Within a year. Without it the key is good until it is revoked.',
  })
  expiresAt?: string | null;
}

export class NewApiKeyView extends ApiKeyView {
  @Shown({
    example:
      'prk_AZOPOnwee1qdHy9sjkt6EAGTjzp8HntanR8vbI5LehlNb2NrZWQgYnkgaGFuZCBmb3IgdGhpcyBwYWdlIG9ubHk_0a1b2c',
    nullable: true,
    description: 'The key. It is shown here and never again: a replay of this answer has null.',
  })
  secret!: string | null;
}
