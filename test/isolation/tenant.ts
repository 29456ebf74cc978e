import { CommandBus } from '@nestjs/cqrs';
import { MakeForm, type NewForm } from '../../src/contexts/agent/commands/make-form.command';
import { SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { type NewWebhook, requestWebhook } from '../../src/platform/webhooks/webhook-request';
import { type TestApp } from '../support/app';
import { Canaries } from '../support/canaries';
import { Recorder } from './recorder';

interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

interface Onboarded {
  readonly user: { readonly id: string };
  readonly workspaceId: string;
}

/** An owner with a workspace in which every place that holds words holds a canary; and all that they hear. */
export class Tenant {
  readonly recorder = new Recorder();
  /** By the path under which the resource is found. */
  readonly ids: Record<string, string> = {};
  private requests = 0;

  private constructor(
    private readonly app: TestApp,
    readonly name: string,
    readonly canaries: Canaries,
    private readonly me: Onboarded,
  ) {}

  static async signUp(app: TestApp, name: string): Promise<Tenant> {
    const canaries = new Canaries(name);
    const account = {
      email: `${canaries.plant('e-mail address')}@example.com`,
      password: 'seventeen purple walruses',
      name: canaries.plant('name of the person'),
      workspaceName: canaries.plant('name of the workspace'),
    };
    const { status, body } = await app.http<Onboarded>('POST', '/auth/onboarding', { body: account });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return new Tenant(app, name, canaries, body);
  }

  get workspaceId(): string {
    return this.me.workspaceId;
  }

  get userId(): string {
    return this.me.user.id;
  }

  /** What the log knows the tenant by. */
  get marks(): string[] {
    return [this.workspaceId, this.userId, this.name];
  }

  /** With a session of its own, because a request may end the one that it is made with. */
  async ask(method: string, path: string, { body, headers }: Ask = {}): Promise<Told> {
    const requestId = `${this.name}.${++this.requests}`;
    const own = { authorization: `Bearer ${await this.token()}`, 'x-request-id': requestId };
    const answer = await fetch(`${this.app.url}${path.startsWith('/docs') ? '' : '/api/v1'}${path}`, {
      method,
      headers: { ...own, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    this.recorder.note(`${method} ${path} (${answer.status})`, text, [...answer.headers]);
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, text, body: isJson ? (JSON.parse(text) as Told['body']) : {} };
  }

  /** Fails unless it succeeds. */
  async get<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const told = await this.ask(method, path, { body });
    if (told.status >= 300) throw new Error(`${method} ${path}: ${told.status} ${told.text}`);
    return told.body as Body;
  }

  /** What a context does in the transaction of what the webhook tells of. */
  async requestWebhook(wish: Omit<NewWebhook, 'workspaceId'>): Promise<string> {
    const { row, event } = requestWebhook({ ...wish, workspaceId: this.workspaceId });
    await this.app.app.get(AggregateStore).commit(this.workspaceId, [row], [event]);
    return event.deliveryId;
  }

  /** What an agent's tool does. */
  async makeForm(form: NewForm): Promise<string> {
    const made = await this.app.app.get(CommandBus).execute(new MakeForm(this.workspaceId, form));
    return made.id;
  }

  async token(): Promise<string> {
    const person = { userId: this.userId, securityVersion: 1 };
    const standing = { workspaceId: this.workspaceId, role: 'owner' } as const;
    const device = { userAgent: null, address: null };
    const grant = await this.app.app.get(SessionGrants).open(person, standing, device, { isStrong: true });
    return grant.accessToken;
  }
}
