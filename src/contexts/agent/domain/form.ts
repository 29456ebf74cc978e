import { AggregateRoot } from '../../../kernel/aggregate-root';
import { FormSubmitted } from '../contracts/form-submitted.event';
import { formExpired, formSubmitted } from './form-errors';
import { type FormField } from './form-fields';
import { type FormStatus, formStatusOf } from './form-status';

const OPEN_MS = 24 * 60 * 60 * 1_000;

export interface FormState {
  readonly id: string;
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly runId: string;
  readonly agent: string;
  readonly title: string;
  readonly description: string | null;
  readonly fields: readonly FormField[];
  readonly madeAt: Date;
  readonly expiresAt: Date;
  submissionId: string | null;
}

/** Made by an agent, open for a day, and filled in once. */
export class Form extends AggregateRoot {
  private constructor(
    readonly state: FormState,
    version: number,
  ) {
    super(state.id, version);
  }

  static make(facts: Omit<FormState, 'expiresAt' | 'submissionId'>): Form {
    const expiresAt = new Date(facts.madeAt.getTime() + OPEN_MS);
    return new Form({ ...facts, expiresAt, submissionId: null }, 0);
  }

  static restore(state: FormState, version: number): Form {
    return new Form(state, version);
  }

  statusAt(now: Date): FormStatus {
    return formStatusOf(this.state, now);
  }

  checkOpen(now: Date): void {
    const status = this.statusAt(now);
    if (status === 'submitted') throw formSubmitted();
    if (status === 'expired') throw formExpired();
  }

  submit(submissionId: string, now: Date): void {
    this.checkOpen(now);
    this.state.submissionId = submissionId;
    const { workspaceId, id, conversationId, agent } = this.state;
    this.raise(new FormSubmitted(workspaceId, id, submissionId, conversationId, agent));
  }
}
