import { once } from 'node:events';
import { FaultPoints } from '../../src/platform/faults/fault-points';
import { type FaultOrder, type FaultPlan, type FaultReport } from './fault-plan';

/** Takes its orders over the channel to the process that has started this one. */
export class PlannedFaults extends FaultPoints {
  private plans: readonly FaultPlan[] = [];
  private readonly reachedSoFar = new Map<string, number>();

  listen(): this {
    process.on('message', (order: FaultOrder) => {
      if (!('arm' in order)) return;
      this.plans = order.arm;
      this.reachedSoFar.clear();
    });
    return this;
  }

  /** Points are told apart by their first word. */
  async reach(name: string): Promise<void> {
    const point = name.split(' ', 1)[0]!;
    const times = (this.reachedSoFar.get(point) ?? 0) + 1;
    this.reachedSoFar.set(point, times);
    const plan = this.plans.find((one) => one.point === point && one.occurrence === times);
    if (plan) await this.carryOut(plan);
  }

  private async carryOut(plan: FaultPlan): Promise<void> {
    await report({ reached: plan });
    switch (plan.action) {
      case 'kill':
        process.kill(process.pid, 'SIGKILL');
        return never();
      case 'hang':
        return never();
      case 'throw':
        throw new Error(`thrown at ${plan.point}`);
      case 'delete':
        await once(process, 'message');
    }
  }
}

/** Told before it happens: after a kill nobody is left to tell it. */
function report(message: FaultReport): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

const never = (): Promise<void> => new Promise(() => undefined);
