/** A table whose rows belong to a workspace, by its column workspace_id. */
export interface WorkspaceTable {
  /** With its schema. */
  readonly name: string;
  /** Tells the rows of one workspace apart, and orders them. */
  readonly key: readonly string[];
  /** What an export shows: never a secret, nor what is derived from other columns. None: not exported. */
  readonly exported?: readonly string[];
  /** Fewer where rows are big. */
  readonly rowsPerPage?: number;
  readonly rowsPerDeletion?: number;
  /** Which login may delete; the relay where the application's own may not. */
  readonly deletedBy?: 'app' | 'relay';
  /** A column whose last value is noted when the rows go. */
  readonly fingerprint?: string;
  /** The log outlives the content, the workspace itself outlives both. */
  readonly goes?: 'with the content' | 'after the content' | 'last';
}

/** A table that shows something of a person's own. */
export interface PersonTable {
  readonly name: string;
  /** Holds the person's id. */
  readonly person: string;
  readonly key: readonly string[];
  readonly exported: readonly string[];
}

/** Rows that have to go with a person. */
export interface PersonalTrace {
  readonly table: string;
  readonly key: readonly string[];
  /** `is`: the one column holds the needle. `mentions`: one of the patterns is found in the text of the columns. */
  readonly columns: readonly string[];
  readonly how: 'is' | 'mentions';
  readonly needle: 'id' | 'email' | 'caller' | 'their workspace' | 'id or email';
  /** Seen as the person, in each of their workspaces, or across all tenants by the relay's login. */
  readonly seen: 'as the person' | 'in their workspaces' | 'by the relay';
  /** For what is still on its way, and is looked for again later. */
  readonly unless?: string;
}

/** Whose traces are removed; their address is known until the last of them is gone. */
export interface Person {
  readonly id: string;
  readonly email: string;
  /** To which they belonged until now. */
  readonly workspaceIds: readonly string[];
}

/**
 * What a context keeps, said once: it is exported, purged and erased by this list. A table with a
 * workspace_id that is in no list fails the tests.
 */
export abstract class DataHolder {
  /** Its schema in the database, its folder in an export. */
  abstract readonly context: string;
  /** Rows that refer to others stand before them. */
  readonly workspaceTables: readonly WorkspaceTable[] = [];
  readonly personTables: readonly PersonTable[] = [];
  /** Likewise in an order in which they can go. */
  readonly personalTraces: readonly PersonalTrace[] = [];

  /** What is kept outside the database, in this process or in files. Repeatable. */
  forgetWorkspace(_workspaceId: string): Promise<void> {
    return Promise.resolve();
  }

  forgetPerson(_person: Person): Promise<void> {
    return Promise.resolve();
  }
}
