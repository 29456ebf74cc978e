import { PlatformTables20261121000000 } from './20261121000000-platform-tables';
import { IdentityTables20261121000100 } from './20261121000100-identity-tables';
import { TenancyTables20261121000200 } from './20261121000200-tenancy-tables';
import { KnowledgeTables20261121000300 } from './20261121000300-knowledge-tables';
import { ConversationTables20261121000400 } from './20261121000400-conversation-tables';
import { AgentTables20261121000500 } from './20261121000500-agent-tables';
import { IdentityStanding20261122000000 } from './20261122000000-identity-standing';
import { PlatformSchedule20261122000020 } from './20261122000020-platform-schedule';
import { TenancySuspension20261122000050 } from './20261122000050-tenancy-suspension';
import { PlatformMails20261122000100 } from './20261122000100-platform-mails';
import { PlatformAudit20261122000200 } from './20261122000200-platform-audit';
import { IdentitySignIn20261122000300 } from './20261122000300-identity-sign-in';
import { IdentitySecondFactor20261122000400 } from './20261122000400-identity-second-factor';
import { IdentityApiKeys20261122000500 } from './20261122000500-identity-api-keys';
import { PlatformBlockedAddresses20261122000510 } from './20261122000510-platform-blocked-addresses';
import { TenancyOversight20261122000520 } from './20261122000520-tenancy-oversight';
import { TenancyMembership20261122000600 } from './20261122000600-tenancy-membership';
import { PlatformExports20261122000700 } from './20261122000700-platform-exports';
import { IdentityErasures20261122000710 } from './20261122000710-identity-erasures';
import { TenancyPurges20261122000720 } from './20261122000720-tenancy-purges';
import { PlatformRemovals20261122000730 } from './20261122000730-platform-removals';
import { PlatformRelayRights20261122000740 } from './20261122000740-platform-relay-rights';
import { TenancyWithdrawnInvites20261122000750 } from './20261122000750-tenancy-withdrawn-invites';
import { KnowledgeLife20261124000000 } from './20261124000000-knowledge-life';
import { KnowledgeReindexing20261124000400 } from './20261124000400-knowledge-reindexing';
import { PlatformDeadLetters20261124000200 } from './20261124000200-platform-dead-letters';
import { PlatformWebhooks20261124000100 } from './20261124000100-platform-webhooks';
import { KnowledgeTraining20261124000500 } from './20261124000500-knowledge-training';
import { AgentPlanners20261124001100 } from './20261124001100-agent-planners';
import { AgentForms20261124001500 } from './20261124001500-agent-forms';
import { AgentTools20261124001200 } from './20261124001200-agent-tools';
import { AgentAgents20261124001300 } from './20261124001300-agent-agents';
import { AgentEvals20261124001600 } from './20261124001600-agent-evals';
import { AgentSimulations20261124001700 } from './20261124001700-agent-simulations';
import { AgentCanaryJudging20261124001800 } from './20261124001800-agent-canary-judging';
import { Channels20261124002000 } from './20261124002000-channels';
import { AgentDecidedRuns20261124002100 } from './20261124002100-agent-decided-runs';

/** Listed by hand, in order: what runs is what is written here, whatever lies in the folder. */
export const migrations = [
  PlatformTables20261121000000,
  IdentityTables20261121000100,
  TenancyTables20261121000200,
  KnowledgeTables20261121000300,
  ConversationTables20261121000400,
  AgentTables20261121000500,
  IdentityStanding20261122000000,
  PlatformSchedule20261122000020,
  TenancySuspension20261122000050,
  PlatformMails20261122000100,
  PlatformAudit20261122000200,
  IdentitySignIn20261122000300,
  IdentitySecondFactor20261122000400,
  IdentityApiKeys20261122000500,
  PlatformBlockedAddresses20261122000510,
  TenancyOversight20261122000520,
  TenancyMembership20261122000600,
  PlatformExports20261122000700,
  IdentityErasures20261122000710,
  TenancyPurges20261122000720,
  PlatformRemovals20261122000730,
  PlatformRelayRights20261122000740,
  TenancyWithdrawnInvites20261122000750,
  KnowledgeLife20261124000000,
  PlatformWebhooks20261124000100,
  PlatformDeadLetters20261124000200,
  KnowledgeReindexing20261124000400,
  KnowledgeTraining20261124000500,
  AgentPlanners20261124001100,
  AgentTools20261124001200,
  AgentAgents20261124001300,
  AgentForms20261124001500,
  AgentEvals20261124001600,
  AgentSimulations20261124001700,
  AgentCanaryJudging20261124001800,
  Channels20261124002000,
  AgentDecidedRuns20261124002100,
];
