import { AggregateRoot } from '../../../kernel/aggregate-root';
import { UserOnboarded } from '../contracts/user-onboarded.event';

export interface UserState {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** A person, who may belong to any number of workspaces. */
export class User extends AggregateRoot {
  private constructor(
    readonly state: UserState,
    version: number,
  ) {
    super(state.id, version);
  }

  static onboard(state: UserState, workspace: { readonly id: string; readonly name: string }): User {
    const user = new User(state, 0);
    user.raise(new UserOnboarded(workspace.id, state.id, workspace.name));
    return user;
  }
}
