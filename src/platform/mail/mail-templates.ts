import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { MailTemplate } from './mail-template';

/** Every mail template of every context, by its kind. */
@Injectable()
export class MailTemplates implements OnModuleInit {
  private readonly byKind = new Map<string, MailTemplate>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (instance instanceof MailTemplate) this.add(instance);
    }
  }

  of(kind: string): MailTemplate {
    const template = this.byKind.get(kind);
    if (!template) throw new Error(`This version has no template for mails of the kind ${kind}`);
    return template;
  }

  private add(template: MailTemplate): void {
    const known = this.byKind.get(template.kind);
    if (known) {
      const names = `${known.constructor.name} and ${template.constructor.name}`;
      throw new Error(`${names} are both templates for mails of the kind ${template.kind}`);
    }
    this.byKind.set(template.kind, template);
  }
}
