const DISCORD_EPOCH = 1_420_070_400_000n;

/** Discord's ids carry the time of what they name. */
export const isSnowflake = (id: string): boolean => /^\d{1,20}$/.test(id);

export const timeOfSnowflake = (id: string): Date => new Date(Number((BigInt(id) >> 22n) + DISCORD_EPOCH));
