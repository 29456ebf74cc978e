import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { Problems } from '../http/document-route';
import { type Role } from './principal';
import { StatePolicy } from './route-policy';

/** Who may call: exactly the roles named, in the workspace of the request. */
export function Roles(...roles: readonly [Role, ...Role[]]): MethodDecorator & ClassDecorator {
  return applyDecorators(StatePolicy({ allows: 'roles', roles }), ...documented(roles));
}

/** Every person with a live session, in whichever workspace or none: for what belongs to the person. */
export function SignedIn(): MethodDecorator & ClassDecorator {
  return applyDecorators(StatePolicy({ allows: 'signed-in' }), ...documented(['signed-in']));
}

function documented(roles: readonly string[]): (MethodDecorator & ClassDecorator)[] {
  return [
    ApiExtension('x-roles', [...roles]),
    ApiSecurity('bearer'),
    ApiSecurity('cookie'),
    ...(roles.includes('admin') ? [ApiSecurity('apiKey')] : []),
    Problems('unauthenticated', 'forbidden'),
  ];
}
