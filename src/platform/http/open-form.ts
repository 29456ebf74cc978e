import { ApiSchema, type ApiSchemaOptions } from '@nestjs/swagger';

const openForms = new WeakSet<object>();

/**
 * A form of a protocol that is not ours: its clients send more than we know. What is not known is dropped
 * here and not refused, as it is everywhere else.
 */
export function OpenForm(): ClassDecorator {
  return (form) => {
    openForms.add(form);
    ApiSchema({ additionalProperties: true } as ApiSchemaOptions)(form);
  };
}

export function isOpenForm(form: object | undefined): boolean {
  return form !== undefined && openForms.has(form);
}
