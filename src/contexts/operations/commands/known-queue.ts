import { notFound } from '../../../kernel/domain-error';
import { type QueueName, QUEUES } from '../../../platform/queues/queue-names';

export function knownQueue(name: string): QueueName {
  const known = QUEUES.find((queue) => queue === name);
  if (!known) throw notFound('queue');
  return known;
}
