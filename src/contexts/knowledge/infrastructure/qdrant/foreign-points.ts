import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric, makeCounterProvider } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';

interface ReturnedPoint {
  readonly id: unknown;
  readonly payload?: Readonly<Record<string, unknown>> | null;
}

const FOREIGN_POINTS = 'knowledge_foreign_points_total';

/** The second wall: whatever an index answers, only the workspace's own points go further. */
@Injectable()
export class ForeignPoints {
  private readonly logger = new Logger(ForeignPoints.name);

  constructor(@InjectMetric(FOREIGN_POINTS) private readonly count: Counter) {}

  keepOwn<Point extends ReturnedPoint>(workspaceId: string, points: readonly Point[]): Point[] {
    const own = points.filter(({ payload }) => payload?.workspace_id === workspaceId);
    const foreign = points.length - own.length;
    if (foreign > 0) {
      this.count.inc(foreign);
      this.logger.error(`The vector index answered ${workspaceId} with ${foreign} points of somebody else.`);
    }
    return own;
  }
}

export const FOREIGN_POINTS_METRIC = makeCounterProvider({
  name: FOREIGN_POINTS,
  help: 'Points of other workspaces that the vector index has answered with, and that were dropped. Should be 0.',
});
