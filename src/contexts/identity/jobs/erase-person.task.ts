import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { ErasePerson } from '../commands/erase-person.command';

export const ERASE = 'erase-person';

@Injectable()
export class ErasePersonTask extends DataTask {
  readonly name = ERASE;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId }: DataJob): Promise<void> {
    await this.commands.execute(new ErasePerson(subjectId));
  }
}
