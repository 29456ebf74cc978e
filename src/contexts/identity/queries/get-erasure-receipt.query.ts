import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { canonicalJson } from '../../../platform/http/idempotency/canonical-json';
import { SealedIds } from '../../../platform/security/sealed-ids';
import { type ErasureReceiptView } from './erasure.view';

export const RECEIPT = 'erasure receipt';

type Unsigned = Omit<ErasureReceiptView, 'signature'>;

export class GetErasureReceipt extends Query<ErasureReceiptView> {
  constructor(readonly token: string) {
    super();
  }
}

@QueryHandler(GetErasureReceipt)
export class GetErasureReceiptHandler implements IQueryHandler<GetErasureReceipt> {
  constructor(
    private readonly database: Database,
    private readonly seals: SealedIds,
  ) {}

  async execute({ token }: GetErasureReceipt): Promise<ErasureReceiptView> {
    const erasureId = this.seals.open(RECEIPT, token);
    const found = erasureId && (await this.find(erasureId));
    if (!found) throw notFound('receipt');
    return { ...found, signature: found.completedAt && this.sign(found) };
  }

  private async find(erasureId: string): Promise<Unsigned | undefined> {
    const [found] = await this.database.query<Unsigned & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id AS "erasureId", requested_at AS "requestedAt", completed_at AS "completedAt", erased,
          completed_at IS NOT NULL AS verified
        FROM identity.erasures WHERE id = ${erasureId}`,
    );
    return found;
  }

  /** The purpose of the seal is the receipt's own text: a changed receipt does not fit its seal. */
  private sign(receipt: Unsigned): string {
    const text = canonicalJson(JSON.parse(JSON.stringify(receipt)));
    return this.seals.seal(`${RECEIPT} ${text}`, receipt.erasureId);
  }
}
