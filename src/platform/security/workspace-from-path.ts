import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { Problems } from '../http/document-route';

export const WORKSPACE_FROM_PATH = Symbol('workspace from path');

/** The route is about the workspace that its path names; to everyone outside, that workspace does not exist. */
export function WorkspaceFromPath(parameter: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(WORKSPACE_FROM_PATH, parameter),
    ApiParam({ name: parameter, format: 'uuid' }),
    Problems('not_found'),
  );
}
