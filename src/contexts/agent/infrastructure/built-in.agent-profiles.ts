import { Injectable } from '@nestjs/common';
import { type AgentProfile, CUSTOMER_SERVICE } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';

@Injectable()
export class BuiltInAgentProfiles extends AgentProfiles {
  find(_workspaceId: string, slug: string): Promise<AgentProfile | null> {
    return Promise.resolve(slug === CUSTOMER_SERVICE.slug ? CUSTOMER_SERVICE : null);
  }
}
