import { DomainError } from '../../../../kernel/domain-error';
import { type SimulationBody } from './simulations.dto';

type Customer = { readonly script: readonly string[] } | { readonly persona: string; readonly goal: string };

/** Each of them has a script, or a persona and a goal; never both, and never half of it. */
export function customersOf({ customers }: SimulationBody): Customer[] {
  return customers.map(({ script, persona, goal }, i) => {
    if (script !== undefined && persona === undefined && goal === undefined) return { script };
    if (script === undefined && persona !== undefined && goal !== undefined) return { persona, goal };
    throw new DomainError({
      kind: 'invalid',
      code: 'validation_failed',
      detail: 'One field is not valid.',
      errors: [{ path: `customers[${i}]`, message: 'must have a script, or a persona and a goal' }],
    });
  });
}
