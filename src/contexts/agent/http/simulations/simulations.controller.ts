import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../../platform/http/document-route';
import { EffectId } from '../../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../../platform/http/page';
import { CurrentPrincipal } from '../../../../platform/security/current-principal';
import { type Principal } from '../../../../platform/security/principal';
import { Roles } from '../../../../platform/security/roles';
import { NeedsScope } from '../../../../platform/security/scopes';
import { WorkspaceId } from '../../../../platform/security/workspace-id';
import { readersOf } from '../../../knowledge/contracts/readers-of';
import { StartSimulation } from '../../commands/simulations/start-simulation.command';
import { GetSimulation } from '../../queries/simulations/get-simulation.query';
import { ListSimulations } from '../../queries/simulations/list-simulations.query';
import { SimulationView, SimulationWithTranscriptView } from '../../queries/simulations/simulation.view';
import { customersOf } from './customers-of';
import { ChannelFaultsBody, SimulationAcceptedView, SimulationBody } from './simulations.dto';

@ApiTags('Evals')
@Controller('simulations/runs')
export class SimulationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(
    202,
    SimulationAcceptedView,
    'Customers that do not exist talk to the agent, over a faulty channel.',
  )
  @Problems('invalid', 'not_found', 'conflict')
  async start(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @EffectId() id: string,
    @Body() { faults, ...body }: SimulationBody,
  ): Promise<SimulationAcceptedView> {
    const customers = customersOf(body);
    const who = { readers: readersOf(caller), createdBy: caller.userId };
    const simulation = { ...body, ...who, id, customers, faults: faults ?? new ChannelFaultsBody() };
    await this.commands.execute(new StartSimulation(workspaceId, simulation));
    return { id };
  }

  @Get()
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, pageOf(SimulationView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<SimulationView>> {
    return this.queries.execute(new ListSimulations(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('agents:read')
  @Answers(200, SimulationWithTranscriptView)
  @Problems('invalid', 'not_found')
  get(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<SimulationWithTranscriptView> {
    return this.queries.execute(new GetSimulation(workspaceId, id));
  }
}
