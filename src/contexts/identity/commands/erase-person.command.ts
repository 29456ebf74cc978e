import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { type PersonalTrace, type Person } from '../../../platform/data-rights/data-holder';
import { DataHolders } from '../../../platform/data-rights/data-holders';
import { Removals } from '../../../platform/data-rights/removals';
import { Erasures } from '../domain/erasures';

export class ErasePerson extends Command<void> {
  constructor(readonly erasureId: string) {
    super();
  }
}

/**
 * Removes what every context holds about a person, then looks for it again: only when nothing is found
 * does the account itself go, and with it what one would have to look for.
 */
@CommandHandler(ErasePerson)
export class ErasePersonHandler implements ICommandHandler<ErasePerson> {
  constructor(
    private readonly erasures: Erasures,
    private readonly holders: DataHolders,
    private readonly removals: Removals,
    private readonly clock: Clock,
  ) {}

  async execute({ erasureId }: ErasePerson): Promise<void> {
    const open = await this.erasures.findOpen(erasureId);
    if (!open) return;
    const { userId, email, workspaceIds } = open;
    const person: Person = { id: userId, email, workspaceIds };
    await this.forget(person);
    for (const trace of this.traces()) await this.removals.removeTrace(trace, person, erasureId);
    // A mail that was on its way may have become a file in between.
    await this.forget(person);
    await this.verify(person);
    await this.erasures.complete(erasureId, userId, this.clock.now());
  }

  private async forget(person: Person): Promise<void> {
    for (const holder of this.holders.all()) await holder.forgetPerson(person);
  }

  private async verify(person: Person): Promise<void> {
    for (const trace of this.traces()) {
      const left = await this.removals.countTrace(trace, person);
      if (left > 0)
        throw new Error(`${left} rows of ${trace.table} still show the person: they are looked for again`);
    }
  }

  private traces(): readonly PersonalTrace[] {
    return this.holders.all().flatMap(({ personalTraces }) => personalTraces);
  }
}
