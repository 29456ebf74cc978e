import { Injectable } from '@nestjs/common';
import { type AgentProfile } from '../../domain/agent-profile';
import { AgentProfiles } from '../../domain/agent-profiles';
import { EvalSubjects } from '../../domain/evals/eval-subjects';

@Injectable()
export class ProfileEvalSubjects extends EvalSubjects {
  constructor(private readonly profiles: AgentProfiles) {
    super();
  }

  async find(workspaceId: string, slug: string, version: number | null): Promise<AgentProfile | null> {
    const profile = await this.profiles.find(workspaceId, slug);
    return profile && (version === null || profile.version === version) ? profile : null;
  }
}
