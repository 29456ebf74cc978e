import { Command } from '@nestjs/cqrs';

/** Nobody gets in, no machine either, until it is resumed. Suspending it again changes the reason. */
export class SuspendWorkspace extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly reason: string,
  ) {
    super();
  }
}
