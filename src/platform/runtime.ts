import { type Settings } from '../../config/settings';

/** The settings of this process after start-up has found or made what they left open. */
export abstract class Runtime {
  abstract readonly settings: Settings;
  /** The login that owns the tables; the application derives its own, lesser logins from it. */
  abstract readonly ownerUrl: string;
  abstract readonly jwtSecret: string;
  /** Were in use before the present one: what they signed or encrypted can still be read. */
  abstract readonly formerJwtSecrets: readonly string[];
  abstract readonly adminKey: string;
  /** Whether PostgreSQL was started by Parley, here or in another process on the same data directory. */
  abstract readonly embeddedDatabase: boolean;
}
