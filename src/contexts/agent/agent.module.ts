import { Module } from '@nestjs/common';
import { AGENTS } from './agents.providers';
import { EVALS, EVALS_CONTROLLERS } from './evals.providers';
import { FORMS } from './forms.providers';
import { CanariesController } from './http/canaries.controller';
import { AgentDefinitionsController } from './http/agent-definitions.controller';
import { FormsController } from './http/forms.controller';
import { AgentDataHolder } from './infrastructure/agent.data-holder';
import { INTERFACE_CONTROLLERS, INTERFACES } from './interfaces.providers';
import { PLANNING, PLANNING_CONTROLLERS } from './planning.providers';
import { GetRunHandler } from './queries/get-run.query';
import { ListRunsHandler } from './queries/list-runs.query';
import { SIMULATIONS, SIMULATIONS_CONTROLLERS } from './simulations.providers';
import { TOOL_CONTROLLERS, TOOLS } from './tools.providers';

@Module({
  controllers: [
    AgentDefinitionsController,
    CanariesController,
    ...PLANNING_CONTROLLERS,
    FormsController,
    ...TOOL_CONTROLLERS,
    ...EVALS_CONTROLLERS,
    ...SIMULATIONS_CONTROLLERS,
    ...INTERFACE_CONTROLLERS,
  ],
  providers: [
    ...AGENTS,
    ...PLANNING,
    GetRunHandler,
    ListRunsHandler,
    ...TOOLS,
    ...FORMS,
    ...EVALS,
    ...SIMULATIONS,
    ...INTERFACES,
    AgentDataHolder,
  ],
})
export class AgentModule {}
