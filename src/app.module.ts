import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AgentModule } from './contexts/agent/agent.module';
import { BillingModule } from './contexts/billing/billing.module';
import { ChannelsModule } from './contexts/channels/channels.module';
import { ConversationModule } from './contexts/conversation/conversation.module';
import { IdentityModule } from './contexts/identity/identity.module';
import { KnowledgeModule } from './contexts/knowledge/knowledge.module';
import { OperationsModule } from './contexts/operations/operations.module';
import { TenancyModule } from './contexts/tenancy/tenancy.module';
import { DataRightsHttpModule } from './platform/data-rights/data-rights-http.module';
import { HealthModule } from './platform/health/health.module';
import { AbuseModule } from './platform/http/abuse.module';
import { HttpPlatformModule } from './platform/http/http-platform.module';
import { AddressRateLimitGuard } from './platform/http/rate-limit/address-rate-limit.guard';
import { WorkspaceRateLimitGuard } from './platform/http/rate-limit/workspace-rate-limit.guard';
import { PlatformModule } from './platform/platform.module';
import { type Runtime } from './platform/runtime';
import { AuthenticationGuard } from './platform/security/authentication.guard';
import { RolesGuard } from './platform/security/roles.guard';
import { WorkspaceGuard } from './platform/security/workspace.guard';
import { TelemetryModule } from './platform/telemetry/telemetry.module';
import { WebhooksHttpModule } from './platform/webhooks/webhooks-http.module';

/** The order is the order in which a request is let in: from where, who, into which workspace, may they, how often. */
const GUARDS = [
  AddressRateLimitGuard,
  AuthenticationGuard,
  WorkspaceGuard,
  RolesGuard,
  WorkspaceRateLimitGuard,
];

const CONTEXTS = [
  IdentityModule,
  TenancyModule,
  ConversationModule,
  KnowledgeModule,
  AgentModule,
  ChannelsModule,
  BillingModule,
  OperationsModule,
];

@Module({})
export class AppModule {
  static for(runtime: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.for(runtime),
        HttpPlatformModule,
        AbuseModule,
        HealthModule,
        TelemetryModule,
        DataRightsHttpModule,
        WebhooksHttpModule,
        ...CONTEXTS,
      ],
      providers: GUARDS.map((guard) => ({ provide: APP_GUARD, useClass: guard })),
    };
  }
}
