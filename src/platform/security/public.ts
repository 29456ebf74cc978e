import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { StatePolicy } from './route-policy';

interface PublicOptions {
  /** Fills in the principal of a caller whose credentials hold; one without any is let in as nobody. */
  readonly recognisesCaller?: boolean;
}

/** Nobody needs to be signed in. */
export function Public({ recognisesCaller = false }: PublicOptions = {}): MethodDecorator & ClassDecorator {
  return applyDecorators(
    StatePolicy({ allows: 'everybody', recognisesCaller }),
    ApiExtension('x-roles', ['public']),
  );
}
