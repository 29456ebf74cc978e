import { Command } from '@nestjs/cqrs';

/**
 * Ends every membership of somebody who is leaving for good, and answers where they were. Refused while
 * a workspace would be left without an owner.
 */
export class LeaveAllWorkspaces extends Command<readonly string[]> {
  constructor(readonly userId: string) {
    super();
  }
}
