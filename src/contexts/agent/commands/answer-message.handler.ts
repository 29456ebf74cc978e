import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import {
  AnswerMessage,
  type AnsweredMessage,
  type MessageToAnswer,
} from '../contracts/answer-message.command';
import { type Caller } from '../domain/caller';
import { Turns } from '../domain/turns';
import { RunTurn } from './run-turn.command';
import { unwatched } from './turn-progress';

const STRANGER: Caller = { userId: null, keyId: null, role: null, scopes: [], readers: [] };

@CommandHandler(AnswerMessage)
export class AnswerMessageHandler implements ICommandHandler<AnswerMessage> {
  constructor(
    private readonly commands: CommandBus,
    private readonly turns: Turns,
  ) {}

  async execute({ workspaceId, message, signal }: AnswerMessage): Promise<AnsweredMessage> {
    const { replyId, outcome, status } = await this.run(workspaceId, message, signal);
    const reply = outcome?.reply ? { id: replyId, content: outcome.reply } : null;
    return { runId: message.id, status, reply };
  }

  /** A run that has failed stays so: that is an answer, and only what has not come that far is tried again. */
  private async run(workspaceId: string, { id, ...message }: MessageToAnswer, signal: AbortSignal) {
    const { agent, content, conversationId, model } = message;
    const input = { turnId: id, agent, message: content, conversationId, model, caller: STRANGER };
    try {
      return await this.commands.execute(new RunTurn(workspaceId, input, { ...unwatched(), signal }));
    } catch (error) {
      const turn = error instanceof DomainError ? null : await this.turns.find(workspaceId, id);
      if (turn?.state.status !== 'failed') throw error;
      return turn.state;
    }
  }
}
