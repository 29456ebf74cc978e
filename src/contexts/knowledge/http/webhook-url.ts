import { Text } from '../../../platform/http/fields';

/** Where signed messages go that tell how an ingestion gets on. */
export function WebhookUrl(): PropertyDecorator {
  return Text({
    optional: true,
    max: 2_000,
    pattern: /^https?:\/\/\S+$/,
    description:
      'Told `knowledge.ingestion-progress` at each tenth and `knowledge.ingestion-completed` at the end, signed by Standard Webhooks. Public addresses only.',
    example: 'https://example.com/hooks/parley',
  });
}
