import { Text } from '../../../platform/http/fields';
import { Shown } from '../../../platform/http/view-fields';

const CODE = {
  max: 40,
  example: '492039',
  description: 'What the authenticator app shows now, or a recovery code.',
};

export class TotpCodeBody {
  @Text({ ...CODE, description: 'What the authenticator app shows now.' })
  code!: string;
}

export class DisableTotpBody {
  @Text(CODE)
  code!: string;
}

export class TotpOfferView {
  @Shown({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', description: 'For typing in; in base 32.' })
  secret!: string;

  @Shown({
    example: 'otpauth://totp/Parley:ada%40example.com?issuer=Parley&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    description: 'For a QR code.',
  })
  otpauthUrl!: string;
}

export class RecoveryCodesView {
  @Shown({
    example: ['3f9a1-0b2c4-d5e6f-70819'],
    isArray: true,
    description: 'Ten, each good once. They are shown here and never again.',
  })
  recoveryCodes!: string[];
}
