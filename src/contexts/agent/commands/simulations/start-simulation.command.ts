import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../../kernel/clock';
import { DomainError, notFound } from '../../../../kernel/domain-error';
import { uuidv7 } from '../../../../kernel/ids';
import { audited } from '../../../../platform/audit/audited';
import { wins } from '../../../../platform/database/single-winner';
import { sql, type Statement } from '../../../../platform/database/sql';
import { AggregateStore } from '../../../../platform/outbox/aggregate-store';
import { SimulationRequested } from '../../contracts/simulation-requested.event';
import { AgentProfiles } from '../../domain/agent-profiles';
import {
  type PlannedDelivery,
  planSimulation,
  type SimulationOptions,
} from '../../domain/simulations/simulation-plan';
import { CustomerTopics } from './customer-topics';

/** Counted without a lock: requests that race may go one or two over it, which costs nobody anything. */
const MOST_UNFINISHED = 2;

export interface NewSimulation extends SimulationOptions {
  readonly id: string;
  readonly agent: string;
  /** Of whoever starts it: simulated customers read no document that they may not read. */
  readonly readers: readonly string[] | null;
  readonly createdBy: string | null;
}

export class StartSimulation extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly simulation: NewSimulation,
  ) {
    super();
  }
}

/** All that will be said, and when, is settled and kept here: what runs later rolls no dice. */
@CommandHandler(StartSimulation)
export class StartSimulationHandler implements ICommandHandler<StartSimulation> {
  constructor(
    private readonly agents: AgentProfiles,
    private readonly topics: CustomerTopics,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, simulation }: StartSimulation): Promise<void> {
    const { id, agent, customers, readers } = simulation;
    if (!(await this.agents.find(workspaceId, agent))) throw notFound('agent');
    const plan = planSimulation(simulation, await this.topics.of(workspaceId, customers, readers));
    const rows = [
      insertRun(workspaceId, simulation, plan.length),
      insertDeliveries(workspaceId, id, rowsOf(plan, this.clock.now())),
      audited({ action: 'agent.simulation_started', subject: { kind: 'simulation', id } }),
    ];
    const commit = this.store.commit(workspaceId, rows, [new SimulationRequested(workspaceId, id)]);
    if (await wins(commit)) return;
    const known = await this.store.commit(
      workspaceId,
      [sql`SELECT 1 FROM agent.simulation_runs WHERE workspace_id = ${workspaceId} AND id = ${id}`],
      [],
    );
    if (known[0]!.length === 0) throw tooMany();
  }
}

function insertRun(workspaceId: string, simulation: NewSimulation, total: number): Statement {
  const { id, agent, seed, faults, ratePerMinute, customers, readers, createdBy } = simulation;
  return sql`
    WITH started AS (
      INSERT INTO agent.simulation_runs (workspace_id, id, agent, seed, faults, rate_per_minute, customers, readers,
        total, created_by)
      SELECT ${workspaceId}, ${id}, ${agent}, ${seed}, ${JSON.stringify(faults)}::jsonb, ${ratePerMinute},
        ${JSON.stringify(customers)}::jsonb, ${readers}::text[], ${total}, ${createdBy}::uuid
      WHERE ${MOST_UNFINISHED} > (
        SELECT count(*) FROM agent.simulation_runs WHERE workspace_id = ${workspaceId} AND status = 'running')
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM started`;
}

function insertDeliveries(workspaceId: string, id: string, rows: readonly object[]): Statement {
  return sql`
    INSERT INTO agent.simulation_deliveries
      (workspace_id, run_id, ordinal, customer, message, turn_id, conversation_id, content, fate, due_at)
    SELECT ${workspaceId}, ${id}, ordinal, customer, message, turn_id, conversation_id, content, fate, due_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS planned (ordinal int, customer int, message int,
      turn_id uuid, conversation_id uuid, content text, fate text, due_at timestamptz)`;
}

/** A customer's messages share a conversation, and the copies of a message its id. */
function rowsOf(plan: readonly PlannedDelivery[], now: Date): object[] {
  const ids = new Map<string, string>();
  const idOf = (key: string) => {
    const id = ids.get(key) ?? uuidv7();
    ids.set(key, id);
    return id;
  };
  return plan.map(({ customer, message, content, isLost, afterMs }, i) => ({
    ordinal: i + 1,
    customer,
    message,
    turn_id: idOf(`${customer} ${message}`),
    conversation_id: idOf(`${customer}`),
    content,
    fate: isLost ? 'lost' : 'on_its_way',
    due_at: new Date(now.getTime() + afterMs),
  }));
}

const tooMany = () =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_simulations',
    detail: `A workspace has ${MOST_UNFINISHED} simulations under way at most. Wait for one to end.`,
  });
