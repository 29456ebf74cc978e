import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { EventsHandler } from '@nestjs/cqrs';
import { type DomainEvent, type DomainEventType } from '../../kernel/domain-event';

export interface Reaction {
  readonly name: string;
  readonly eventType: DomainEventType;
  handle(event: DomainEvent): Promise<void>;
}

type EventHandlerInstance = { handle(event: DomainEvent): Promise<void> };

/** The key under which @EventsHandler keeps its events; read from the decorator itself, as Nest does not export it. */
const EVENTS_OF_HANDLER = metadataKeyOf(EventsHandler);

/** Every @EventsHandler class of every context, by event type and by its own name. */
@Injectable()
export class Reactions {
  private found: Reaction[] | null = null;

  constructor(private readonly discovery: DiscoveryService) {}

  all(): readonly Reaction[] {
    return (this.found ??= this.discover());
  }

  find(name: string, eventType: string): Reaction | undefined {
    return this.all().find((reaction) => reaction.name === name && reaction.eventType.type === eventType);
  }

  private discover(): Reaction[] {
    return this.discovery.getProviders().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function') return [];
      const events = Reflect.getMetadata(EVENTS_OF_HANDLER, metatype) as DomainEventType[] | undefined;
      return (events ?? []).map((eventType) => ({
        name: metatype.name,
        eventType,
        handle: (event: DomainEvent) => (instance as EventHandlerInstance).handle(event),
      }));
    });
  }
}

function metadataKeyOf(decorator: typeof EventsHandler): string {
  class Probe {}
  decorator(Probe)(Probe);
  const key = (Reflect.getMetadataKeys(Probe) as string[]).find((name) => {
    const value: unknown = Reflect.getMetadata(name, Probe);
    return Array.isArray(value) && value[0] === Probe;
  });
  if (!key) throw new Error('@EventsHandler no longer records its events as metadata');
  return key;
}
