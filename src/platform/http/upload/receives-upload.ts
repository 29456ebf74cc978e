import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  mixin,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { Settings } from '../../../../config/settings';
import { type MultipartShape, readMultipart } from './multipart-form';
import { rememberUpload, type Upload, uploadOf } from './uploads';

interface UploadRoute extends MultipartShape {
  /** The class that the fields are validated as, in a form as in a JSON body. */
  readonly body: Type;
}

/** A route that takes a multipart form with a file as well as JSON. It stands below `@Idempotent()`, and so runs first. */
export function ReceivesUpload({ body, ...shape }: UploadRoute): MethodDecorator {
  const fields = { $ref: getSchemaPath(body) };
  const file = {
    type: 'object' as const,
    properties: { [shape.file]: { type: 'string', format: 'binary' } },
  };
  return applyDecorators(
    UseInterceptors(interceptorFor(shape)),
    RouteConfig({ [ACCEPTS_UPLOAD]: true }),
    ApiExtraModels(body),
    ApiConsumes('application/json', 'multipart/form-data'),
    ApiBody({ schema: { allOf: [fields, file] } as object }),
  );
}

export const ACCEPTS_UPLOAD = 'acceptsUpload';

/** The file of the request; null where there is none. */
export const UploadedFile = createParamDecorator((_: unknown, context: ExecutionContext): Upload | null =>
  uploadOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

function interceptorFor(shape: MultipartShape): Type<NestInterceptor> {
  @Injectable()
  class UploadInterceptor implements NestInterceptor {
    constructor(private readonly settings: Settings) {}

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      if (request.isMultipart()) {
        const form = await readMultipart(request, shape, this.settings.http.bodyLimitBytes);
        request.body = form.fields;
        if (form.file) rememberUpload(request, form.file);
      }
      return next.handle();
    }
  }
  return mixin(UploadInterceptor);
}
