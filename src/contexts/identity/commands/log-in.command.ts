import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CredentialCheck } from './credential-check';
import { type Device } from './device';
import { LoginGate } from './login-gate';
import { type SessionGrant, SessionGrants } from './session-grants';
import { Standings } from './standings';

export interface LoginForm {
  readonly email: string;
  readonly password: string;
  readonly totp: string | null;
  readonly captcha: string | null;
  /** Null: the longest-standing membership. */
  readonly workspaceId: string | null;
}

export class LogIn extends Command<SessionGrant> {
  constructor(
    readonly form: LoginForm,
    /** Where the attempt is counted: an address, or the network that one customer holds. */
    readonly address: string,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly gate: LoginGate,
    private readonly credentials: CredentialCheck,
    private readonly standings: Standings,
    private readonly grants: SessionGrants,
  ) {}

  async execute({ form, address, device }: LogIn): Promise<SessionGrant> {
    const { email, captcha, workspaceId } = form;
    const person = await this.gate.pass({ email, address, captcha }, () =>
      this.credentials.check(email, form),
    );
    return this.grants.open(person, await this.standings.of(person.userId, workspaceId), device, person);
  }
}
