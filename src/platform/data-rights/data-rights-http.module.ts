import { Module } from '@nestjs/common';
import { ExportAccess } from './export-access';
import { ExportsController } from './exports.controller';

/** Apart from the rest, as it needs to know who is signed in. */
@Module({ controllers: [ExportsController], providers: [ExportAccess] })
export class DataRightsHttpModule {}
