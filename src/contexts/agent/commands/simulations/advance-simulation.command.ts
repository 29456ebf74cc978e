import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error';
import { wins } from '../../../../platform/database/single-winner';
import { summariseSimulation } from '../../domain/simulations/simulation-summary';
import { type SimulationRun, SimulationRuns } from './simulation-runs';
import { SimulationTurn } from './simulation-turn';

/** Of the jobs that do this. */
export const ADVANCE_SIMULATION = 'advance-simulation';
const MOST_SETBACKS = 8;

export class AdvanceSimulation extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly simulationId: string,
  ) {
    super();
  }
}

/** One turn: it goes on where the last one stopped, however that ended. */
@CommandHandler(AdvanceSimulation)
export class AdvanceSimulationHandler implements ICommandHandler<AdvanceSimulation> {
  private readonly logger = new Logger(AdvanceSimulation.name);

  constructor(
    private readonly runs: SimulationRuns,
    private readonly turn: SimulationTurn,
  ) {}

  async execute({ workspaceId, simulationId }: AdvanceSimulation): Promise<void> {
    const run = await this.runs.begin(workspaceId, simulationId);
    // A later turn has begun meanwhile: what there is to do, is done there.
    if (run) await wins(this.attempt(run));
  }

  private async attempt(run: SimulationRun): Promise<void> {
    try {
      const nextAt = await this.turn.take(run);
      if (nextAt) return await this.runs.release(run, nextAt);
      const deliveries = await this.runs.deliveries(run);
      await this.runs.complete(run, summariseSimulation(run.customers, deliveries));
    } catch (error) {
      await this.settle(run, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async settle(run: SimulationRun, error: Error): Promise<void> {
    if (error instanceof DomainError && error.kind === 'conflict') throw error;
    this.logger.warn(`The simulation ${run.id} does not go on: ${error.message}`);
    await (run.setbacks + 1 >= MOST_SETBACKS ? this.runs.fail(run, error) : this.runs.pause(run));
  }
}
