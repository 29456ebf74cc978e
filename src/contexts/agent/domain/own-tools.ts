import { type JsonSchema } from './tool';
import { type HttpToolMethod } from '../contracts/tool-limits';

export type Headers = Readonly<Record<string, string>>;

/** A tool that a workspace has made of somebody's HTTP interface. */
export interface HttpToolFacts {
  readonly name: string;
  readonly description: string;
  readonly method: HttpToolMethod;
  /** With {placeholders}. */
  readonly url: string;
  readonly headers: Headers;
  readonly inputSchema: JsonSchema;
  readonly allowedHosts: readonly string[];
  readonly roles: readonly string[] | null;
  readonly requiresApproval: boolean;
  readonly timeoutMs: number;
}

export interface StoredSecrets {
  readonly names: readonly string[];
  /** Encrypted, and bound to the workspace and the row. */
  readonly box: Buffer | null;
}
