import { applyDecorators } from '@nestjs/common';
import { type FieldOptions } from '../../../platform/http/rule';
import { TextList } from '../../../platform/http/fields';

const READER =
  /^(role:(owner|member|agent|service|client|venue|vendor)|(user|key):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Who may find and read a document. Owners always may: they answer for the workspace. */
export function AccessList(options: Pick<FieldOptions, 'nullable'> = {}): PropertyDecorator {
  return applyDecorators(
    TextList({
      ...options,
      optional: true,
      min: 1,
      max: 50,
      each: { max: 60, pattern: READER },
      description:
        'Who may find and read it besides owners: `role:<role>`, `user:<id>` or `key:<id>`. Without one, everybody in the workspace.',
      example: ['role:member'],
    }),
  );
}
