import { type FastifyRequest } from 'fastify';
import { Strategy } from 'passport';
import { type Principal } from './principal';

/** Null: the request carries no credentials of this kind. */
type Verify = (request: FastifyRequest, done: (error: unknown, principal?: Principal | null) => void) => void;

/** Passport knows strategies by name in one register per process; two applications in it keep apart by number. */
let registered = 0;

/** A passport strategy that is given the whole request, and leaves every decision to `validate`. */
export class RequestStrategy extends Strategy {
  override readonly name = `parley-${++registered}`;

  constructor(private readonly verify: Verify) {
    super();
  }

  override authenticate(request: unknown): void {
    this.verify(request as FastifyRequest, (error, principal) => {
      if (error) this.error(error);
      else if (principal) this.success(principal);
      else this.fail(401);
    });
  }
}
