import { Command } from '@nestjs/cqrs';

/** Ends a suspension. Resuming a workspace that is not suspended changes nothing. */
export class ResumeWorkspace extends Command<void> {
  constructor(readonly workspaceId: string) {
    super();
  }
}
