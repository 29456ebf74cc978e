import { HttpException, Injectable } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DependencyChecks } from './dependency-checks';

interface DependencyState {
  readonly status: 'up' | 'down' | 'degraded';
  readonly responseTimeMs: number | null;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly shuttingDown: boolean;
  readonly dependencies: Record<string, DependencyState>;
}

@Injectable()
export class Readiness {
  private leaving = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly checks: DependencyChecks,
  ) {}

  /** The first step of a shutdown: no new work is sent here while the running work is finished. */
  shuttingDown(): void {
    this.leaving = true;
  }

  async report(): Promise<ReadinessReport> {
    const dependencies = statesOf(await this.details());
    const allUp = Object.values(dependencies).every(({ status }) => status !== 'down');
    return { ready: allUp && !this.leaving, shuttingDown: this.leaving, dependencies };
  }

  private async details(): Promise<HealthIndicatorResult> {
    try {
      return (await this.health.check(this.checks.all())).details;
    } catch (error) {
      if (error instanceof HttpException)
        return (error.getResponse() as { details: HealthIndicatorResult }).details;
      throw error;
    }
  }
}

/** Only names and states: what a driver says about a failure goes to the log, not to whoever asks. */
function statesOf(details: HealthIndicatorResult): Record<string, DependencyState> {
  return Object.fromEntries(
    Object.entries(details).map(([name, { status, responseTime }]) => [
      name,
      { status, responseTimeMs: typeof responseTime === 'number' ? responseTime : null },
    ]),
  );
}
