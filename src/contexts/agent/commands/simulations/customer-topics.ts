import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { SearchKnowledge } from '../../../knowledge/contracts/search-knowledge.query';
import { type SimulatedCustomer } from '../../domain/simulations/simulated-customer';

const MOST_TOPICS = 20;

/** What personas ask about: the headings and titles of the documents that have to do with their goals. */
@Injectable()
export class CustomerTopics {
  constructor(private readonly queries: QueryBus) {}

  async of(
    workspaceId: string,
    customers: readonly SimulatedCustomer[],
    readers: readonly string[] | null,
  ): Promise<string[][]> {
    const goals = [...new Set(customers.flatMap((one) => ('goal' in one ? [one.goal] : [])))];
    const topics = new Map<string, string[]>();
    for (const goal of goals) topics.set(goal, await this.about(workspaceId, goal, readers));
    return customers.map((one) => ('goal' in one ? topics.get(one.goal)! : []));
  }

  private async about(
    workspaceId: string,
    goal: string,
    readers: readonly string[] | null,
  ): Promise<string[]> {
    const question = { query: goal, limit: MOST_TOPICS, readers };
    const { hits } = await this.queries.execute(new SearchKnowledge(workspaceId, question));
    return [...new Set(hits.map(({ heading, title }) => heading ?? title))];
  }
}
