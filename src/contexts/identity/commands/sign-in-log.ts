import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../../platform/audit/audit-trail';

/** Attempts that came to nothing, in the platform's log: by id where there is an account, else without a name. */
@Injectable()
export class SignInLog {
  constructor(private readonly trail: AuditTrail) {}

  failed(userId: string | null, reason: string): void {
    this.note('identity.sign_in_failed', userId, reason);
  }

  locked(userId: string | null): void {
    this.note('identity.account_locked', userId, 'too_many_failures');
  }

  private note(action: string, userId: string | null, reason: string): void {
    const subject = userId ? { kind: 'user', id: userId } : undefined;
    this.trail.note(null, { action, outcome: 'denied', subject, detail: { reason } });
  }
}
