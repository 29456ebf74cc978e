import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RunTurn } from '../commands/run-turn.command';
import { unwatched } from '../commands/turn-progress';
import { callerOf } from './caller-of';
import { plannerResponse } from './planner-response';
import { PlannerResponseView, RespondBody } from './respond.dto';

const DEFAULT_AGENT = 'customer-service';

@ApiTags('Agent')
@Controller('agent/respond')
export class RespondController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @Answers(200, PlannerResponseView, 'What the planner decided, and what came of it.')
  @Problems('not_found')
  async respond(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() principal: Principal,
    @Body() { message, conversationId, agent = DEFAULT_AGENT }: RespondBody,
    @EffectId() turnId: string,
  ): Promise<PlannerResponseView> {
    const asked = { turnId, agent, message, conversationId: conversationId ?? null };
    const input = { ...asked, caller: callerOf(principal) };
    return plannerResponse(await this.commands.execute(new RunTurn(workspaceId, input, unwatched())));
  }
}
