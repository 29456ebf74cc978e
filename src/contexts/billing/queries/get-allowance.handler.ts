import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { type Allowance } from '../contracts/allowance';
import { GetAllowance } from '../contracts/get-allowance.query';

/** The same for every workspace: what the installation is configured to allow. */
@QueryHandler(GetAllowance)
export class GetAllowanceHandler implements IQueryHandler<GetAllowance> {
  constructor(private readonly settings: Settings) {}

  execute({ resource }: GetAllowance): Promise<Allowance> {
    const limit = this.settings.quota[resource];
    return Promise.resolve({ limit, plan: limit === null ? 'unlimited' : 'custom', until: null });
  }
}
