import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { secondFactorExists } from '../domain/second-factor-errors';
import { TotpEnrolments, type TotpOffer } from '../domain/totp-enrolments';

export class SetUpTotp extends Command<TotpOffer> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(SetUpTotp)
export class SetUpTotpHandler implements ICommandHandler<SetUpTotp> {
  constructor(private readonly enrolments: TotpEnrolments) {}

  async execute({ userId }: SetUpTotp): Promise<TotpOffer> {
    const offer = await this.enrolments.offer(userId);
    if (!offer) throw secondFactorExists();
    return offer;
  }
}
