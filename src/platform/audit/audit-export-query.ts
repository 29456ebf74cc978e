import { OmitType } from '@nestjs/swagger';
import { OneOf } from '../http/fields';
import { EXPORT_FORMATS, type ExportFormat } from './audit-export';
import { AuditListQuery } from './audit-list-query';

export class AuditExportQuery extends OmitType(AuditListQuery, ['limit', 'cursor']) {
  @OneOf(EXPORT_FORMATS, { optional: true })
  format: ExportFormat = 'csv';
}
