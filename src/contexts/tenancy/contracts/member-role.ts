/** Owners and members work in the workspace; the others are its guests, and see what was granted to them. */
export const MEMBER_ROLES = ['owner', 'member', 'client', 'venue', 'vendor'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
