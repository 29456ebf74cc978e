import { sql } from '../../../platform/database/sql';

/** From here on a batch stands in no workspace: what it notes joins the platform's log, not the tenant's. */
export const leaveWorkspaceScope = () => sql`SELECT set_config('app.workspace', '', true)`;
