import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** `auth`: takes credentials, few per address. `heavy`: costs the workspace ten ordinary requests. */
export type RouteClassName = 'auth' | 'default' | 'heavy';

export const ROUTE_CLASS = Symbol('route class');

export const RouteClass = (name: RouteClassName): CustomDecorator<symbol> => SetMetadata(ROUTE_CLASS, name);
