import { applyDecorators, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiExtraModels } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { type Problem } from './problem';

/** For OpenAPI; taken out of the document again once it has been followed. */
export const FAILURE_SCHEMA = 'x-failures';

/** A failure in the words of another protocol. */
export type FailureVoice = (problem: Problem) => object;

interface VoicedConfig {
  readonly voice?: FailureVoice;
}
export type RoutedRequest = Partial<Pick<FastifyRequest, 'routeOptions'>>;

/**
 * For routes that clients of another protocol call: all that fails there is told as these expect it, also
 * what fails in front of the controller.
 */
export function FailsAs(voice: FailureVoice, view: Type): MethodDecorator {
  const config: VoicedConfig = { voice };
  return applyDecorators(RouteConfig(config), ApiExtraModels(view), ApiExtension(FAILURE_SCHEMA, view.name));
}

/** Undefined where failures are problems, as RFC 9457 has them. */
export function voiceOf({ routeOptions }: RoutedRequest): FailureVoice | undefined {
  return (routeOptions?.config as VoicedConfig | undefined)?.voice;
}
