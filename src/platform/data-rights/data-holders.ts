import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DataHolder } from './data-holder';

const PLATFORM = 'platform';

/** Every context's, and the platform's own at the end: what it keeps is about the contexts' data. */
@Injectable()
export class DataHolders {
  private found: DataHolder[] | null = null;

  constructor(private readonly discovery: DiscoveryService) {}

  all(): readonly DataHolder[] {
    return (this.found ??= this.discover());
  }

  private discover(): DataHolder[] {
    const holders = this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .filter((instance): instance is DataHolder => instance instanceof DataHolder);
    const contexts = holders.filter(({ context }) => context !== PLATFORM);
    return [...contexts, ...holders.filter(({ context }) => context === PLATFORM)];
  }
}
