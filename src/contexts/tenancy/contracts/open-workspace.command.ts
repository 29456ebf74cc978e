import { Command } from '@nestjs/cqrs';

/** Opens a workspace with its first owner. Opening the same id again changes nothing. */
export class OpenWorkspace extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly ownerId: string,
    readonly name: string,
  ) {
    super();
  }
}
