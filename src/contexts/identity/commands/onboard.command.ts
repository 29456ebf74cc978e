import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ids } from '../../../kernel/ids';
import { OpenWorkspace } from '../../tenancy/contracts/open-workspace.command';
import { User } from '../domain/user';
import { FIRST_SECURITY_VERSION, Users } from '../domain/users';
import { type Device } from './device';
import { NewPasswords } from './new-passwords';
import { type SessionGrant, SessionGrants } from './session-grants';

export interface OnboardingForm {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly workspaceName: string;
}

export class Onboard extends Command<SessionGrant & { userId: string; workspaceId: string }> {
  constructor(
    readonly form: OnboardingForm,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(Onboard)
export class OnboardHandler implements ICommandHandler<Onboard> {
  constructor(
    private readonly users: Users,
    private readonly passwords: NewPasswords,
    private readonly grants: SessionGrants,
    private readonly commands: CommandBus,
    private readonly ids: Ids,
  ) {}

  async execute({ form: { email, password, name, workspaceName }, device }: Onboard) {
    const passwordHash = await this.passwords.accept(password, [email, name, workspaceName]);
    const [userId, workspaceId] = [this.ids.next(), this.ids.next()];
    const user = User.onboard(
      { id: userId, email, name, passwordHash },
      { id: workspaceId, name: workspaceName },
    );
    await this.users.add(user, workspaceId);
    // The event would open the workspace too, in a moment; the answer needs it now.
    await this.commands.execute(new OpenWorkspace(workspaceId, userId, workspaceName));
    const person = { userId, securityVersion: FIRST_SECURITY_VERSION };
    const grant = await this.grants.open(person, { workspaceId, role: 'owner' }, device);
    return { ...grant, userId, workspaceId };
  }
}
