/** Who has a say in which model answers; null and undefined: nothing was said. */
export interface ModelWishes {
  readonly conversation?: string | null;
  readonly user?: string | null;
  readonly channel?: string | null;
  readonly agent?: string | null;
  readonly workspace?: string | null;
}

/**
 * The nearest wish that can be fulfilled: a model that was chosen long ago and is offered no more must not
 * silence an agent. Null: there is no model at all.
 */
export function chooseModel(wishes: ModelWishes, offered: readonly string[]): string | null {
  const { conversation, user, channel, agent, workspace } = wishes;
  const inOrder = [conversation, user, channel, agent, workspace];
  return inOrder.find((wish) => wish != null && offered.includes(wish)) ?? offered[0] ?? null;
}
