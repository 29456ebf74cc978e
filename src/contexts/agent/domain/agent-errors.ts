import { DomainError } from '../../../kernel/domain-error';

export const MOST_AGENTS = 100;
export const MOST_VERSIONS = 1_000;

export function agentExists(slug: string): DomainError {
  return conflict('agent_exists', `There is an agent "${slug}" already.`);
}

export function tooManyAgents(): DomainError {
  return conflict('too_many_agents', `A workspace has ${MOST_AGENTS} agents at most. Delete one first.`);
}

export function tooManyVersions(): DomainError {
  return conflict(
    'too_many_versions',
    `An agent has ${MOST_VERSIONS} versions at most. Create another agent from this one.`,
  );
}

export function changedMeanwhile(version: number): DomainError {
  return conflict('version_conflict', `Version ${version} answers now. Read it again, and retry.`);
}

export function builtInAgent(): DomainError {
  return conflict(
    'built_in_agent',
    'Every workspace keeps this agent. Activate version 0 to have it as it was.',
  );
}

export function canaryRunning(): DomainError {
  return conflict(
    'canary_running',
    'Two versions are being compared. End that first, or change the agent without activating the change.',
  );
}

function conflict(code: string, detail: string): DomainError {
  return new DomainError({ kind: 'conflict', code, detail });
}
