import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock';
import { SimulatedTurn } from './simulated-turn';
import { type DueDelivery, type SimulationRun, SimulationRuns } from './simulation-runs';

const CUSTOMERS_AT_ONCE = 4;
/** Then it is others' turn: exports and purges wait in the same queue. */
const TURN_MS = 10_000;

/** Delivers what is due: customers side by side, the messages of one of them one after the other. */
@Injectable()
export class SimulationTurn {
  constructor(
    private readonly runs: SimulationRuns,
    private readonly turns: SimulatedTurn,
    private readonly clock: Clock,
  ) {}

  /** When the next message is due; null: all have arrived. */
  async take(run: SimulationRun): Promise<Date | null> {
    const endsAt = this.now() + TURN_MS;
    for (;;) {
      const onTheirWay = await this.runs.onTheirWay(run);
      const due = onTheirWay.filter(({ dueAt }) => dueAt.getTime() <= this.now());
      if (due.length === 0 || this.now() >= endsAt) return onTheirWay[0]?.dueAt ?? null;
      await this.deliver(run, due, endsAt);
    }
  }

  private async deliver(run: SimulationRun, due: readonly DueDelivery[], endsAt: number): Promise<void> {
    const queue = byCustomer(due).values();
    let failure: { readonly error: unknown } | null = null;
    const work = async () => {
      for (const deliveries of queue) {
        for (const delivery of deliveries) {
          if (failure || this.now() >= endsAt) return;
          try {
            await this.turns.take(run, delivery);
          } catch (error) {
            failure = { error };
          }
        }
      }
    };
    await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, work));
    if (failure) throw (failure as { readonly error: unknown }).error;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function byCustomer(due: readonly DueDelivery[]): Map<number, DueDelivery[]> {
  const groups = new Map<number, DueDelivery[]>();
  for (const delivery of due) {
    groups.set(delivery.customer, [...(groups.get(delivery.customer) ?? []), delivery]);
  }
  return groups;
}
