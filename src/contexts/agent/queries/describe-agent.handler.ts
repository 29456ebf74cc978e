import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DescribeAgent, type DescribedAgent } from '../contracts/describe-agent.query';
import { AgentProfiles } from '../domain/agent-profiles';

@QueryHandler(DescribeAgent)
export class DescribeAgentHandler implements IQueryHandler<DescribeAgent> {
  constructor(private readonly agents: AgentProfiles) {}

  async execute({ workspaceId, slug }: DescribeAgent): Promise<DescribedAgent | null> {
    const agent = await this.agents.find(workspaceId, slug);
    return agent && { slug, name: agent.name };
  }
}
