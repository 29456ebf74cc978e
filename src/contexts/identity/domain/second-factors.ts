export type SecondFactorOutcome = 'not_set_up' | 'passed' | 'missing' | 'wrong';

export abstract class SecondFactors {
  /** A code that passed does not pass again. Null: none was given. */
  abstract check(userId: string, code: string | null): Promise<SecondFactorOutcome>;
}
