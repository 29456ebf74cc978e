import { Logger } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { wins } from '../../../platform/database/single-winner';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { formMessage } from '../domain/form-message';
import { FormHandBacks, type UnheardSubmission } from './form-hand-backs';
import { RunTurn } from './run-turn.command';
import { unwatched } from './turn-progress';

/** Of the jobs that do this. */
export const HAND_BACK_FORM = 'hand-back-form';
/** With its pauses, more than an hour of outage. */
const MOST_ATTEMPTS = 12;

export class HandBackForm extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly submissionId: string,
  ) {
    super();
  }
}

/**
 * What was filled in goes on as a message in the conversation in which the form was made, with the rights of whoever
 * filled it in. The turn has the id of the submission: however often this is killed and begun again, it is one turn.
 */
@CommandHandler(HandBackForm)
export class HandBackFormHandler implements ICommandHandler<HandBackForm> {
  private readonly logger = new Logger(HandBackForm.name);

  constructor(
    private readonly handBacks: FormHandBacks,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly faults: FaultPoints,
  ) {}

  async execute({ workspaceId, submissionId }: HandBackForm): Promise<void> {
    const unheard = await this.handBacks.find(workspaceId, submissionId);
    if (!unheard) return;
    try {
      await this.run(unheard);
    } catch (error) {
      return this.settle(unheard, error instanceof Error ? error : new Error(String(error)));
    }
    await this.faults.reach('form handed back');
    await this.handBacks.done(unheard, this.clock.now());
  }

  private async run({ workspaceId, id, fields, values, ...unheard }: UnheardSubmission): Promise<void> {
    const { agent, conversationId, caller, title } = unheard;
    const message = formMessage(title, fields, values);
    const input = { turnId: id, agent, message, conversationId, caller };
    await this.commands.execute(new RunTurn(workspaceId, input, unwatched()));
  }

  private async settle(unheard: UnheardSubmission, error: Error): Promise<void> {
    // The agent or the conversation is gone: waiting brings neither back.
    const isHopeless = error instanceof DomainError && ['not_found', 'unprocessable'].includes(error.kind);
    const now = this.clock.now();
    if (isHopeless || unheard.attempts + 1 >= MOST_ATTEMPTS) {
      await wins(this.handBacks.giveUp(unheard, error, now));
      return;
    }
    this.logger.warn(`Submission ${unheard.id} waits for its agent: ${error.message}`);
    await this.handBacks.pause(unheard, now);
  }
}
