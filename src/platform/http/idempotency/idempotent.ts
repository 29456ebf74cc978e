import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Problems } from '../document-route';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { WITHHELD } from './withheld';

interface IdempotentOptions {
  /** Fields of the answer that must not be stored: a replay shows null in their place. */
  readonly withholds?: readonly string[];
}

/** For POST routes that create or charge. Other routes do not pay for it. */
export function Idempotent({ withholds = [] }: IdempotentOptions = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(WITHHELD, withholds),
    UseInterceptors(IdempotencyInterceptor),
    Problems('conflict', 'unprocessable'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'The same key and body replay the first answer for 24 hours, unless the answer is a stream.',
      schema: { type: 'string', minLength: 1, maxLength: 255, example: '5f0c9e1e-order-1' },
    }),
  );
}
