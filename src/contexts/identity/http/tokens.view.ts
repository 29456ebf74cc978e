import { type FastifyRequest } from 'fastify';
import { Shown } from '../../../platform/http/view-fields';
import { MEMBER_ROLES } from '../../tenancy/contracts/member-role';
import { UserView } from '../queries/user.view';
import { MyWorkspaceView } from '../queries/get-me.query';
import { type SessionGrant } from '../commands/session-grants';

export class TokensView {
  @Shown({ example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIwMTkzOGYzYSJ9.c2lnbmF0dXJl' })
  accessToken!: string;

  @Shown({
    example: 'prt_kUjr8vGm3eYxT1s0QZ4nWc7bLpDf2hAoRi6MtVdS9Xg',
    optional: true,
    description:
      'Good once. Absent when the request was made by cookie: then the new one is in the cookie alone.',
  })
  refreshToken?: string;

  @Shown({ example: 900, description: 'Seconds until the access token expires.' })
  expiresIn!: number;

  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11',
    nullable: true,
    description: 'Where the session stands.',
  })
  workspaceId!: string | null;

  @Shown({ example: 'owner', enum: MEMBER_ROLES, nullable: true })
  role!: string | null;
}

export class OnboardedView extends TokensView {
  @Shown({ type: UserView })
  user!: UserView;

  @Shown({ type: MyWorkspaceView })
  workspace!: MyWorkspaceView;
}

/** Within a session: who came by cookie gets the next one by cookie, out of the reach of scripts. */
export function showTokensTo({ headers }: Pick<FastifyRequest, 'headers'>, grant: SessionGrant): TokensView {
  const { refreshToken, ...rest } = showTokens(grant);
  return headers.authorization ? { ...rest, refreshToken } : rest;
}

export function showTokens({
  accessToken,
  refreshToken,
  expiresIn,
  workspaceId,
  role,
}: SessionGrant): TokensView {
  return { accessToken, refreshToken, expiresIn, workspaceId, role };
}
