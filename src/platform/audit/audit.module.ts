import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log';
import { AuditTrail } from './audit-trail';
import { AuditVerification } from './audit-verification';
import { AuditWriter } from './audit-writer';

@Global()
@Module({
  providers: [AuditTrail, AuditWriter, AuditLog, AuditVerification],
  exports: [AuditTrail, AuditLog, AuditVerification],
})
export class AuditModule {}
