import { type Provider, type Type } from '@nestjs/common';
import { CheckedToolUse } from './commands/checked.tool-use';
import { DecideApprovalHandler } from './commands/decide-approval.command';
import { ExpireApprovalHandler } from './commands/expire-approval.command';
import { CreateTaskHandler } from './commands/create-task.command';
import { UpdateTaskHandler } from './commands/update-task.command';
import { JsonSchemas } from './domain/json-schemas';
import { ToolUse } from './domain/tool';
import { ToolApprovals, ToolLedger } from './domain/tool-ledger';
import { type Tool, ToolRegistry } from './domain/tool-registry';
import { ApprovalsController } from './http/approvals.controller';
import { ExpireApprovalsTask } from './jobs/expire-approvals.task';
import { GetApprovalHandler } from './queries/get-approval.query';
import { ListApprovalsHandler } from './queries/list-approvals.query';
import { TasksController } from './http/tasks.controller';
import { ToolsDataHolder } from './infrastructure/tools.data-holder';
import { AgentMessageMail } from './infrastructure/tools/agent-message.mail-template';
import { AjvJsonSchemas } from './infrastructure/ajv.json-schemas';
import { ComposedToolRegistry } from './infrastructure/tools/composed.tool-registry';
import { CreateTaskTool } from './infrastructure/tools/create-task.tool';
import { GetTaskTool } from './infrastructure/tools/get-task.tool';
import { HandOverTool } from './infrastructure/tools/hand-over.tool';
import { MakeFormTool } from './infrastructure/tools/make-form.tool';
import { PostgresToolApprovals } from './infrastructure/tools/postgres.tool-approvals';
import { PostgresToolLedger } from './infrastructure/tools/postgres.tool-ledger';
import { SearchKnowledgeTool } from './infrastructure/tools/search-knowledge.tool';
import { SendMailTool } from './infrastructure/tools/send-mail.tool';
import { SendMessageTool } from './infrastructure/tools/send-message.tool';
import { UpdateTaskTool } from './infrastructure/tools/update-task.tool';
import { GetTaskHandler } from './queries/get-task.query';
import { ListTasksHandler } from './queries/list-tasks.query';

import { CreateHttpToolHandler } from './commands/create-http-tool.command';
import { HttpToolRules } from './commands/http-tool-rules';
import { DeleteHttpToolHandler } from './commands/delete-http-tool.command';
import { UpdateHttpToolHandler } from './commands/update-http-tool.command';
import { ToolsController } from './http/tools.controller';
import { PostgresHttpTools } from './infrastructure/tools/http/postgres.http-tools';
import { GetHttpToolHandler } from './queries/get-http-tool.query';
import { ListToolsHandler } from './queries/list-tools.query';

const BUILT_IN: readonly Type<Tool>[] = [
  SearchKnowledgeTool,
  CreateTaskTool,
  GetTaskTool,
  UpdateTaskTool,
  SendMessageTool,
  SendMailTool,
  HandOverTool,
  MakeFormTool,
];

export const TOOL_CONTROLLERS: readonly Type[] = [ToolsController, TasksController, ApprovalsController];

/** What agents can do besides answering, and who has to agree. */
export const TOOLS: readonly Provider[] = [
  ...BUILT_IN,
  CreateTaskHandler,
  UpdateTaskHandler,
  GetTaskHandler,
  ListTasksHandler,
  HttpToolRules,
  CreateHttpToolHandler,
  UpdateHttpToolHandler,
  DeleteHttpToolHandler,
  ListToolsHandler,
  GetHttpToolHandler,
  PostgresHttpTools,
  DecideApprovalHandler,
  ExpireApprovalHandler,
  ExpireApprovalsTask,
  GetApprovalHandler,
  ListApprovalsHandler,
  AgentMessageMail,
  ToolsDataHolder,
  { provide: JsonSchemas, useClass: AjvJsonSchemas },
  { provide: ToolLedger, useClass: PostgresToolLedger },
  { provide: ToolApprovals, useClass: PostgresToolApprovals },
  {
    provide: ToolRegistry,
    inject: [PostgresHttpTools, ...BUILT_IN],
    useFactory: (http: PostgresHttpTools, ...builtIn: Tool[]) => new ComposedToolRegistry(builtIn, [http]),
  },
  { provide: ToolUse, useClass: CheckedToolUse },
];
