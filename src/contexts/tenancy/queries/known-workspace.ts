import { type CacheKind } from '../../../platform/cache/cache';
import { type FoundWorkspace } from '../contracts/find-workspace.query';

const HALF_AN_HOUR = 1_800;

export const KNOWN_WORKSPACE: CacheKind<FoundWorkspace | null> = {
  name: 'workspace',
  seconds: HALF_AN_HOUR,
};
