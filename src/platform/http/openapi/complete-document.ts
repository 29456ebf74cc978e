import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { problemContent } from '../document-route';
import { FAILURE_SCHEMA } from '../failure-voice';
import { problemOfStatus } from '../problem';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & {
  'x-roles'?: readonly string[];
  [FAILURE_SCHEMA]?: string;
};
type Parameter = NonNullable<Operation['parameters']>[number];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** 403 as well: the caller's network address may be blocked. */
const EVERYWHERE = [403, 429, 500, 503];
const WITH_INPUT = [400];
const WITH_BODY = [413, 415];
const WORKSPACE_HEADER = '#/components/parameters/WorkspaceId';
const EXAMPLE_ID = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';

/** Adds what holds for all routes, so that no controller has to say it. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  document.components ??= {};
  document.components.parameters = {
    WorkspaceId: {
      name: 'X-Workspace-ID',
      in: 'header',
      required: false,
      description: 'Another workspace of the caller than the one of the token.',
      schema: { type: 'string', format: 'uuid' },
      example: EXAMPLE_ID,
    },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) if (path[method]) completeOperation(path[method]);
  }
  return document;
}

function completeOperation(operation: Operation): void {
  const roles = operation['x-roles'] ?? [];
  operation.description = [operation.description, policyOf(roles)].filter(Boolean).join('\n\n');
  const parameters: Parameter[] = (operation.parameters ?? []).map(describeParameter);
  const statuses = [
    ...EVERYWHERE,
    ...(takesInput(operation, roles) ? WITH_INPUT : []),
    ...(operation.requestBody ? WITH_BODY : []),
  ];
  if (actsInWorkspace(roles)) parameters.push({ $ref: WORKSPACE_HEADER });
  operation.parameters = parameters;
  for (const status of statuses) operation.responses[String(status)] ??= problemResponse(status);
  followVoice(operation);
}

/** Routes that speak another protocol tell their failures as that one does. */
function followVoice(operation: Operation): void {
  const { [FAILURE_SCHEMA]: schema } = operation;
  if (!schema) return;
  delete operation[FAILURE_SCHEMA];
  const content = { 'application/json': { schema: { $ref: getSchemaPath(schema) } } };
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) >= 400 && response && 'description' in response) response.content = content;
  }
}

/** X-Workspace-ID is read wherever the caller has to be known, even where it makes no difference. */
function takesInput({ parameters = [], requestBody }: Operation, roles: readonly string[]): boolean {
  return parameters.length > 0 || requestBody !== undefined || !roles.includes('public');
}

function actsInWorkspace(roles: readonly string[]): boolean {
  return roles.some((role) => role !== 'public' && role !== 'signed-in' && role !== 'admin');
}

function policyOf(roles: readonly string[]): string {
  if (roles.includes('public')) return 'Open to everybody.';
  if (roles.includes('signed-in')) return 'For everybody who is signed in.';
  return roles.length > 0 ? `Roles: ${roles.join(', ')}.` : '';
}

/** Whatever a path names by id is named by a UUID. */
function describeParameter(parameter: Parameter): Parameter {
  if ('$ref' in parameter || parameter.in !== 'path' || !/^id$|Id$/.test(parameter.name)) return parameter;
  return { ...parameter, schema: { type: 'string', format: 'uuid' }, example: EXAMPLE_ID };
}

function problemResponse(status: number): Operation['responses'][string] {
  const { message } = problemOfStatus(status);
  return { description: `${STATUS_CODES[status]}: ${message}`, content: problemContent() };
}
