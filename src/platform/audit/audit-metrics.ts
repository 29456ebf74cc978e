import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

export const AUDIT_DENIALS = 'parley_audit_denials_total';

/** Each one counts, however many share an entry of the log. */
export const AUDIT_METRICS = [
  makeCounterProvider({
    name: AUDIT_DENIALS,
    help: 'Acts that were denied, by what was tried.',
    labelNames: ['action'],
  }),
];
