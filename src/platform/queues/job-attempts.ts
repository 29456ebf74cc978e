import { Injectable } from '@nestjs/common';

export interface JobAttempt {
  readonly queue: string;
  readonly jobType: string;
  readonly seconds: number;
}

/** Tells whoever wants to know of every attempt at a job, however it ended. */
@Injectable()
export class JobAttempts {
  private readonly listeners: ((attempt: JobAttempt) => void)[] = [];

  onAttempt(listener: (attempt: JobAttempt) => void): void {
    this.listeners.push(listener);
  }

  tell(attempt: JobAttempt): void {
    for (const listen of this.listeners) listen(attempt);
  }
}
