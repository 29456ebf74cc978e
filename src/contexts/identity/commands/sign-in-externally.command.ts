import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { accountExists, emailNotVerified, invalidExternalToken } from '../domain/external-errors';
import { ExternalIdentities, type LinkedPerson } from '../domain/external-identities';
import { IdentityProvider, type VouchedPerson } from '../domain/identity-provider';
import { CodeDemand } from './code-demand';
import { type Device } from './device';
import { type SessionGrant, SessionGrants } from './session-grants';
import { Standings } from './standings';

export interface ExternalSignIn {
  /** An ID token of the provider. */
  readonly token: string;
  /** Null: the longest-standing membership. */
  readonly workspaceId: string | null;
  readonly totp: string | null;
}

export class SignInExternally extends Command<SessionGrant> {
  constructor(
    readonly form: ExternalSignIn,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(SignInExternally)
export class SignInExternallyHandler implements ICommandHandler<SignInExternally> {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly identities: ExternalIdentities,
    private readonly codes: CodeDemand,
    private readonly standings: Standings,
    private readonly grants: SessionGrants,
  ) {}

  async execute({ form: { token, workspaceId, totp }, device }: SignInExternally): Promise<SessionGrant> {
    if (!this.provider.isAvailable) throw notFound('identity provider');
    const vouched = await this.provider.verify(token);
    if (!vouched) throw invalidExternalToken();
    const person = (await this.identities.find(vouched)) ?? (await this.welcome(vouched));
    const isStrong = await this.codes.demand(person.userId, totp);
    return this.grants.open(person, await this.standings.of(person.userId, workspaceId), device, {
      isStrong,
    });
  }

  /** An account that is there already is never handed over for having the same address. */
  private async welcome(vouched: VouchedPerson): Promise<LinkedPerson> {
    const { email } = vouched;
    if (!email) throw emailNotVerified();
    const person = await this.identities.welcome({ ...vouched, email });
    if (!person) throw accountExists();
    return person;
  }
}
