import { PlatformTables20261121000000 } from './20261121000000-platform-tables';
import { IdentityTables20261121000100 } from './20261121000100-identity-tables';
import { TenancyTables20261121000200 } from './20261121000200-tenancy-tables';
import { KnowledgeTables20261121000300 } from './20261121000300-knowledge-tables';
import { ConversationTables20261121000400 } from './20261121000400-conversation-tables';
import { AgentTables20261121000500 } from './20261121000500-agent-tables';

/** Listed by hand, in order: what runs is what is written here, whatever lies in the folder. */
export const migrations = [
  PlatformTables20261121000000,
  IdentityTables20261121000100,
  TenancyTables20261121000200,
  KnowledgeTables20261121000300,
  ConversationTables20261121000400,
  AgentTables20261121000500,
];
