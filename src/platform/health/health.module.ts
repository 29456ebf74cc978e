import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DependencyChecks } from './dependency-checks';
import { HealthController } from './health.controller';
import { Readiness } from './readiness';
import { SystemController } from './system.controller';
import { SystemStatus } from './system-status';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, SystemController],
  providers: [DependencyChecks, Readiness, SystemStatus],
  exports: [Readiness],
})
export class HealthModule {}
