import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error';
import { OpenConversation } from '../../../conversation/contracts/open-conversation.command';
import { type SimulatedAnswer } from '../../domain/simulations/simulation-summary';
import { RunTurn } from '../run-turn.command';
import { unwatched } from '../turn-progress';
import { type DueDelivery, type SimulationRun, SimulationRuns } from './simulation-runs';

const TURN_TIMEOUT_MS = 60_000;

/**
 * One message that reaches the agent, as a customer's would: in a conversation, through the one RunTurn. A simulated
 * customer has no role and no scope, so that no tool which needs any does anything for them.
 */
@Injectable()
export class SimulatedTurn {
  constructor(
    private readonly commands: CommandBus,
    private readonly runs: SimulationRuns,
  ) {}

  async take(run: SimulationRun, delivery: DueDelivery): Promise<void> {
    const { workspaceId } = run;
    const { conversationId, customer } = delivery;
    const title = `Simulation: customer ${customer + 1}`;
    const conversation = { id: conversationId, title, channel: 'simulation', startedBy: null };
    await this.commands.execute(new OpenConversation(workspaceId, conversation));
    try {
      const answer = await this.ask(run, delivery);
      await this.runs.note(run, delivery, { answer, error: null });
    } catch (error) {
      const kind = error instanceof DomainError ? error.kind : null;
      if (kind === 'unavailable' || kind === 'conflict') throw error;
      await this.runs.note(run, delivery, { answer: null, error: (error as Error).message });
    }
  }

  /** A copy of a message has the id of its original: whatever is answered, is answered once. */
  private async ask(run: SimulationRun, delivery: DueDelivery): Promise<SimulatedAnswer> {
    const { workspaceId, agent, readers } = run;
    const { turnId, conversationId, content: message } = delivery;
    const caller = { userId: null, keyId: null, role: null, scopes: [], readers };
    const input = { turnId, agent, message, conversationId, caller };
    const progress = { ...unwatched(), signal: AbortSignal.timeout(TURN_TIMEOUT_MS) };
    const { replyId, outcome, error } = await this.commands.execute(
      new RunTurn(workspaceId, input, progress),
    );
    if (!outcome) throw new Error(error ?? 'The agent has not answered.');
    const { reply, planner, confidence, tool } = outcome;
    return { replyId, reply, planner, confidence, tool: tool?.name ?? null };
  }
}
