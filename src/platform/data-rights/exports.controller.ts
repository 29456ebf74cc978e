import { Controller, Get, HttpStatus, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Answers, Problems } from '../http/document-route';
import { CurrentPrincipal } from '../security/current-principal';
import { type Principal } from '../security/principal';
import { SignedIn } from '../security/roles';
import { ExportAccess } from './export-access';
import { ExportView, showExport } from './export-view';
import { type Export, Exports } from './exports';

const LOOK_AGAIN_SECONDS = 2;
const ZIP = { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } };

@ApiTags('Identity')
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly access: ExportAccess,
    private readonly exports: Exports,
  ) {}

  @Get(':id')
  @SignedIn()
  @Answers(202, ExportView, 'It is being made: ask again after Retry-After seconds.')
  @ApiResponse({ status: 200, description: 'The archive, for seven days.', content: ZIP })
  @Problems('invalid', 'not_found', 'gone')
  async get(
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExportView | Readable> {
    const found = await this.access.find(principal, id);
    if (found.status === 'ready') return this.handOut(found, reply);
    void reply.header('retry-after', LOOK_AGAIN_SECONDS);
    return showExport(found);
  }

  private async handOut(found: Export, reply: FastifyReply): Promise<Readable> {
    await this.exports.noteDownload(found);
    void reply
      .status(HttpStatus.OK)
      .header('content-type', 'application/zip')
      .header('content-length', found.bytes)
      .header('content-disposition', `attachment; filename="parley-export-${found.exportId}.zip"`)
      .header('cache-control', 'no-store');
    return Readable.from(this.exports.read(found), { objectMode: false });
  }
}
