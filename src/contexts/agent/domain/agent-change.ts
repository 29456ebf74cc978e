import { type AgentKind, type AgentProfile, CUSTOMER_SERVICE } from './agent-profile';

type Part = 'retrieval' | 'guardrails';

/** What of an agent is said anew; what is left out stays. */
export type AgentChange = Partial<Omit<AgentProfile, 'slug' | 'kind' | 'version' | Part>> & {
  readonly [P in Part]?: Partial<AgentProfile[P]>;
};

const CUSTOM: Omit<AgentProfile, 'slug' | 'version'> = {
  ...CUSTOMER_SERVICE,
  name: 'Agent',
  kind: 'custom',
  persona: 'professional',
  responseStyle: 'balanced',
  instructions: 'You help the people of the company and its customers.',
};

/** How an agent of this kind is where nothing else is said. */
export function defaultsOf(kind: AgentKind, slug: string): AgentProfile {
  return { ...(kind === 'custom' ? CUSTOM : CUSTOMER_SERVICE), slug, version: 0 };
}

export function changedBy(profile: AgentProfile, change: AgentChange): AgentProfile {
  return {
    ...merged(profile, change as Partial<AgentProfile>),
    retrieval: merged(profile.retrieval, change.retrieval),
    guardrails: merged(profile.guardrails, change.guardrails),
  };
}

/** What is stored of a version: its number and whose it is stand beside it. */
export function settingsOf({
  slug: _slug,
  version: _version,
  ...settings
}: AgentProfile): Omit<AgentProfile, 'slug' | 'version'> {
  return settings;
}

/** A stored version may be older than a setting: that one is then as the kind has it. */
export function completeProfile(
  slug: string,
  version: number,
  stored: AgentChange & { readonly kind?: AgentKind },
): AgentProfile {
  return { ...changedBy(defaultsOf(stored.kind ?? 'custom', slug), stored), slug, version };
}

/** Fields that a form leaves out are there, and undefined: they must not undo what is known. */
function merged<T extends object>(known: T, change: Partial<T> = {}): T {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...known, ...(Object.fromEntries(said) as Partial<T>) };
}
