import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type Allowance, type LimitedResource } from '../../billing/contracts/allowance';
import { GetAllowance } from '../../billing/contracts/get-allowance.query';
import { isWithin, quotaExceeded } from '../../billing/contracts/quota-exceeded';
import { Ingestions, type Limits, type Usage } from '../domain/ingestions';

const RESOURCES: readonly LimitedResource[] = ['documents', 'storageBytes'];

/** What a workspace's plan covers. Only where there is a limit at all is counted what there is. */
@Injectable()
export class Quotas {
  constructor(
    private readonly queries: QueryBus,
    private readonly ingestions: Ingestions,
  ) {}

  /** Refuses what would go beyond a limit; whoever writes then holds the limits against what others write meanwhile. */
  async limitsFor(workspaceId: string, wanted: Usage): Promise<Limits> {
    const [documents, storageBytes] = await Promise.all(
      RESOURCES.map((resource) => this.queries.execute(new GetAllowance(workspaceId, resource))),
    );
    await this.refuseExcess(workspaceId, { documents: documents!, storageBytes: storageBytes! }, wanted);
    return { documents: documents!.limit, storageBytes: storageBytes!.limit };
  }

  private async refuseExcess(
    workspaceId: string,
    allowances: Readonly<Record<LimitedResource, Allowance>>,
    wanted: Usage,
  ): Promise<void> {
    if (RESOURCES.every((resource) => allowances[resource].limit === null)) return;
    const used = await this.ingestions.usage(workspaceId);
    for (const resource of RESOURCES) {
      const wish = { resource, used: used[resource], wanted: wanted[resource] };
      if (!isWithin(allowances[resource], wish)) throw quotaExceeded(allowances[resource], wish);
    }
  }
}
