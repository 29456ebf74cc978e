import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles, SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { SubmitIntake } from '../commands/submit-intake.command';
import { GetIntakeForm, IntakeFormView } from '../queries/get-intake-form.query';
import { GetIntake } from '../queries/get-intake.query';
import { IntakeView } from '../queries/intake.view';
import { SubmitIntakeBody } from './intake.dto';

@ApiTags('Workspaces')
@Controller()
export class IntakeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('intake/form')
  @SignedIn()
  @Answers(200, IntakeFormView, 'What a new customer is asked.')
  form(): Promise<IntakeFormView> {
    return this.queries.execute(new GetIntakeForm());
  }

  @Get('workspaces/:id/intake')
  @Roles('owner')
  @WorkspaceFromPath('id')
  @Answers(200, IntakeView)
  get(@WorkspaceId() workspaceId: string): Promise<IntakeView> {
    return this.queries.execute(new GetIntake(workspaceId));
  }

  @Post('workspaces/:id/intake')
  @Roles('owner')
  @WorkspaceFromPath('id')
  @Answers(200, IntakeView, 'What the answers made of the settings. They can be submitted again.')
  @Problems('invalid')
  async submit(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @Body() { answers }: SubmitIntakeBody,
  ): Promise<IntakeView> {
    await this.commands.execute(new SubmitIntake(workspaceId, answers, userId));
    return this.queries.execute(new GetIntake(workspaceId));
  }
}
