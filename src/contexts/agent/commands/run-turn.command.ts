import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type TurnState } from '../domain/turn';
import { type TurnInput } from './turn-input';
import { type TurnProgress } from './turn-progress';
import { TurnOpening } from './turn-opening';
import { TurnWork } from './turn-work';

export type TurnResult = TurnState;

export class RunTurn extends Command<TurnResult> {
  constructor(
    readonly workspaceId: string,
    readonly input: TurnInput,
    readonly progress: TurnProgress,
  ) {
    super();
  }
}

@CommandHandler(RunTurn)
export class RunTurnHandler implements ICommandHandler<RunTurn> {
  constructor(
    private readonly opening: TurnOpening,
    private readonly turnWork: TurnWork,
  ) {}

  async execute({ workspaceId, input, progress }: RunTurn): Promise<TurnState> {
    const { turn, asked } = await this.opening.open(workspaceId, input);
    progress.onStarted({ runId: turn.id, conversationId: turn.state.conversationId });
    if (turn.state.status === 'running') await this.turnWork.work(turn, asked, progress);
    return turn.state;
  }
}
