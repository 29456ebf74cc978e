import { type INestApplicationContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RECENT_SIGN_IN } from '../../src/platform/security/recent-sign-in';
import { ROUTE_POLICY, type RoutePolicy } from '../../src/platform/security/route-policy';
import { NEEDED_SCOPE, type Scope } from '../../src/platform/security/scopes';
import { WORKSPACE_FROM_PATH } from '../../src/platform/security/workspace-from-path';

export interface Route {
  readonly method: string;
  /** Without the global prefix. */
  readonly path: string;
  /** Undefined: the route does not say who may call it. */
  readonly policy: RoutePolicy | undefined;
  /** The path parameter that names the workspace, if one does. */
  readonly workspaceParameter: string | undefined;
  /** What an API key must be for to call it. */
  readonly scope: Scope | undefined;
  readonly needsRecentSignIn: boolean;
}

/** Every route of the running application, read off its controllers as Nest itself does it. */
export function routesOf(app: INestApplicationContext): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => routesOfController(metatype as Type<object>));
}

function routesOfController(controller: Type<object>): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const read = <T>(key: symbol) =>
      (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
    return pathsOf(controller).flatMap((base) =>
      pathsOf(handler).map((path) => ({
        method: RequestMethod[method],
        path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        policy: read<RoutePolicy>(ROUTE_POLICY),
        workspaceParameter: read<string>(WORKSPACE_FROM_PATH),
        scope: read<Scope>(NEEDED_SCOPE),
        needsRecentSignIn: read<boolean>(RECENT_SIGN_IN) ?? false,
      })),
    );
  });
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
}
