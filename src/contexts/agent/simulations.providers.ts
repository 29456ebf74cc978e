import { type Provider, type Type } from '@nestjs/common';
import { AdvanceSimulationHandler } from './commands/simulations/advance-simulation.command';
import { CustomerTopics } from './commands/simulations/customer-topics';
import { SimulatedTurn } from './commands/simulations/simulated-turn';
import { SimulationRuns } from './commands/simulations/simulation-runs';
import { SimulationTurn } from './commands/simulations/simulation-turn';
import { StartSimulationHandler } from './commands/simulations/start-simulation.command';
import { SimulationsController } from './http/simulations/simulations.controller';
import { SimulationsDataHolder } from './infrastructure/simulations/simulations.data-holder';
import { AdvanceSimulationTask } from './jobs/advance-simulation.task';
import { FindDueSimulations } from './jobs/find-due-simulations.task';
import { GetSimulationHandler } from './queries/simulations/get-simulation.query';
import { ListSimulationsHandler } from './queries/simulations/list-simulations.query';
import { EnqueueSimulationOnSimulationRequested } from './reactions/enqueue-simulation-on-simulation-requested';

export const SIMULATIONS_CONTROLLERS: readonly Type[] = [SimulationsController];

/** Customers that do not exist, and what an agent makes of them. */
export const SIMULATIONS: readonly Provider[] = [
  StartSimulationHandler,
  AdvanceSimulationHandler,
  SimulationRuns,
  SimulationTurn,
  SimulatedTurn,
  CustomerTopics,
  ListSimulationsHandler,
  GetSimulationHandler,
  AdvanceSimulationTask,
  FindDueSimulations,
  EnqueueSimulationOnSimulationRequested,
  SimulationsDataHolder,
];
