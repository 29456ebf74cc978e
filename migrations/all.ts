import { PlatformTables20261121000000 } from './20261121000000-platform-tables';
import { ConversationTables20261121000400 } from './20261121000400-conversation-tables';
import { AgentTables20261121000500 } from './20261121000500-agent-tables';

/** Listed by hand, in order: what runs is what is written here, whatever lies in the folder. */
export const migrations = [
  PlatformTables20261121000000,
  ConversationTables20261121000400,
  AgentTables20261121000500,
];
