import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { uuidv7 } from '../../../kernel/ids';
import { PostMessage } from '../../conversation/contracts/post-message.command';
import { AgentProfiles } from '../domain/agent-profiles';
import { type PausedTurn, type Turn } from '../domain/turn';
import { Turns } from '../domain/turns';
import { type AskedTurn } from './asked-turn';
import { unwatched } from './turn-progress';
import { TurnWork } from './turn-work';

export const RESUME_RUN = 'resume-run';

/** For whoever has decided on an approval, either way: the run goes on with what the tool says to its call now. */
export class ResumeRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
  ) {
    super();
  }
}

/** However often it is sent, one of them resumes the run: the others find it resumed, or its version gone. */
@CommandHandler(ResumeRun)
export class ResumeRunHandler implements ICommandHandler<ResumeRun> {
  constructor(
    private readonly turns: Turns,
    private readonly agents: AgentProfiles,
    private readonly commands: CommandBus,
    private readonly turnWork: TurnWork,
  ) {}

  async execute({ workspaceId, runId }: ResumeRun): Promise<void> {
    const paused = await this.turns.find(workspaceId, runId);
    if (!paused) throw notFound('run');
    if (paused.state.status !== 'awaiting_approval') return;
    const wish = paused.resume(uuidv7());
    if (!(await this.isFirst(paused))) return;
    const turn = await this.turns.find(workspaceId, runId);
    await this.turnWork.work(turn!, await this.asked(turn!, wish), unwatched());
  }

  private async isFirst(turn: Turn): Promise<boolean> {
    try {
      await this.turns.save(turn);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'conflict') return false;
      throw error;
    }
  }

  /** Posting the message once more only brings the history back. */
  private async asked(turn: Turn, { caller, model }: PausedTurn): Promise<AskedTurn> {
    const { workspaceId, id, conversationId, input: question, agent: slug } = turn.state;
    const agent = await this.agents.find(workspaceId, slug, conversationId);
    if (!agent) throw notFound('agent');
    const conversation = { id: conversationId, isNew: false, startedBy: caller.userId };
    const { window } = await this.commands.execute(new PostMessage(workspaceId, id, question, conversation));
    const summary = await this.turns.summaryOf(turn);
    return { agent, caller, question, history: window, summary, model, isRepeated: false };
  }
}
