import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Runtime } from '../runtime';

/** The server's secret, and keys derived from it so that no two purposes share one. */
@Injectable()
export class SigningKeys {
  /** A KeyObject: with a string, every signature would prepare the key anew. */
  readonly token: KeyObject;
  /** Names the key in tokens; tells nothing about it. */
  readonly tokenKeyId: string;
  readonly csrf: KeyObject;

  constructor(runtime: Runtime) {
    const secret = Buffer.from(runtime.jwtSecret);
    const derive = (purpose: string) => createHmac('sha256', secret).update(`parley ${purpose}`).digest();
    this.token = createSecretKey(secret);
    this.tokenKeyId = derive('token key id').toString('base64url').slice(0, 10);
    this.csrf = createSecretKey(derive('csrf'));
  }
}
