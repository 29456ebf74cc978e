import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Problems } from '../http/document-route';

export const RECENT_SIGN_IN = Symbol('recent sign-in');
export const RECENT_SECONDS = 300;

/** For what a thief of an open session must not do: the person proved who they are in the last five minutes. */
export function RecentSignIn(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(RECENT_SIGN_IN, true), Problems('forbidden'));
}
