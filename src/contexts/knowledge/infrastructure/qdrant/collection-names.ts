import { createHash } from 'node:crypto';

const SHARED = 'parley_';
const UNFIT = /[^A-Za-z0-9._-]/g;
const LONGEST_MODEL = 120;

const ofWorkspace = (workspaceId: string): string => `workspace_${workspaceId}_`;

/** One for each model: vectors of two of them are of different lengths, or worse, of the same and incomparable. */
export const ownCollection = (workspaceId: string, model: string): string =>
  `${ofWorkspace(workspaceId)}${modelName(model)}`;

export const sharedCollection = (model: string): string => `${SHARED}${modelName(model)}`;

export const isOwnOf = (name: string, workspaceId: string): boolean =>
  name.startsWith(ofWorkspace(workspaceId));

export const isShared = (name: string): boolean => name.startsWith(SHARED);

/** Two models never get one name, although a name can hold less than a model's can. */
function modelName(model: string): string {
  const fitting = model.replace(UNFIT, '_').slice(0, LONGEST_MODEL);
  if (fitting === model) return model;
  return `${fitting}-${createHash('sha256').update(model).digest('hex').slice(0, 8)}`;
}
