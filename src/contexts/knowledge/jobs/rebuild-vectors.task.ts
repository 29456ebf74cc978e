import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { REBUILD_VECTORS, RebuildVectors } from '../commands/rebuild-vectors.command';

/** What it could not finish, the comparison that comes round brings to an end. */
@Injectable()
export class RebuildVectorsTask extends DataTask {
  readonly name = REBUILD_VECTORS;
  private readonly logger = new Logger(RebuildVectorsTask.name);

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId }: DataJob): Promise<void> {
    const { published, removed } = await this.commands.execute(new RebuildVectors(subjectId));
    this.logger.log(`Rebuilt the vectors of ${subjectId}: ${published} published, ${removed} removed.`);
  }
}
