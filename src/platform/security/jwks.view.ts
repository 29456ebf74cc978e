import { Shown } from '../http/view-fields';

export class PublicKeyView {
  @Shown({ example: 'OKP' })
  kty!: string;

  @Shown({ example: 'Ed25519' })
  crv!: string;

  @Shown({ example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  x!: string;

  @Shown({ example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' })
  kid!: string;

  @Shown({ example: 'sig' })
  use!: string;

  @Shown({ example: 'EdDSA' })
  alg!: string;
}

export class JwksView {
  @Shown({ type: PublicKeyView, isArray: true, description: 'The one that signs first.' })
  keys!: PublicKeyView[];
}
