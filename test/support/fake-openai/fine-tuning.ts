import { type IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError, readJsonBody, sendJson } from './envelope';

type JobStatus = 'validating_files' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface StoredFile {
  readonly id: string;
  readonly object: 'file';
  readonly bytes: number;
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: 'processed';
  readonly text: string;
}

export interface TrainingJob {
  readonly id: string;
  readonly object: 'fine_tuning.job';
  readonly created_at: number;
  readonly model: string;
  readonly training_file: string;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly suffix: string | null;
  status: JobStatus;
  fine_tuned_model: string | null;
  trained_tokens: number | null;
  finished_at: number | null;
  error: { code: string; message: string; param: string | null } | null;
  readonly events: string[];
}

interface JobRequest {
  readonly model?: string;
  readonly training_file?: string;
  readonly suffix?: string;
  readonly metadata?: Record<string, string>;
}

const TRAINABLE = /^(gpt-4o-mini-2024-07-18|gpt-4\.1-mini-2025-04-14|ft:.+)$/;
const ENDED = new Set<JobStatus>(['succeeded', 'failed', 'cancelled']);
const FEWEST_EXAMPLES = 10;

/** OpenAI's files and fine-tuning jobs. How a job goes on is the test's to say. */
export class FakeFineTuning {
  readonly files: StoredFile[] = [];
  readonly jobs: TrainingJob[] = [];
  private made = 0;

  /** What a job does from now on, with the event that tells of it. */
  progress(id: string, status: JobStatus, more: Partial<TrainingJob> = {}): void {
    const job = this.job(id);
    Object.assign(job, { status, finished_at: ENDED.has(status) ? now() : null }, more);
    job.events.unshift(`The job is ${status}`);
  }

  succeed(id: string, trainedTokens = 4_200): void {
    const { model, suffix } = this.job(id);
    const name = `ft:${model}:acme:${suffix ?? ''}:${id.slice(-6)}`;
    this.progress(id, 'succeeded', { fine_tuned_model: name, trained_tokens: trainedTokens });
  }

  fail(id: string, message: string): void {
    this.progress(id, 'failed', {
      error: { code: 'invalid_training_file', message, param: 'training_file' },
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
    const [kind, id, verb] = pathname.replace(/^\/v1\/(fine_tuning\/)?/, '').split('/');
    const route = `${request.method} ${kind}${id ? '/:id' : ''}${verb ? `/${verb}` : ''}`;
    switch (route) {
      case 'POST files':
        return sendJson(response, shown(await this.store(request)));
      case 'GET files':
        return sendJson(response, page(this.files.map(shown), searchParams));
      case 'DELETE files/:id':
        return sendJson(response, this.remove(id!));
      case 'POST jobs':
        return sendJson(response, shownJob(this.create(await readJsonBody(request))));
      case 'GET jobs':
        return sendJson(response, page(this.jobsMarked(searchParams).map(shownJob), searchParams));
      case 'GET jobs/:id':
        return sendJson(response, shownJob(this.job(id!)));
      case 'POST jobs/:id/cancel':
        return sendJson(response, shownJob(this.cancel(id!)));
      case 'GET jobs/:id/events':
        return sendJson(response, page(eventsOf(this.job(id!)), searchParams));
      default:
        throw new ApiError(404, `Invalid URL (${request.method} ${pathname})`);
    }
  }

  private async store(request: IncomingMessage): Promise<StoredFile> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(Buffer.concat(chunks), { headers }).formData();
    const file = form.get('file') as File | null;
    if (!file) throw new ApiError(400, "'file' is a required property");
    const text = await file.text();
    const stored: StoredFile = {
      id: `file-${this.nextId()}`,
      object: 'file',
      bytes: Buffer.byteLength(text),
      created_at: now(),
      filename: file.name,
      purpose: form.get('purpose') as string,
      status: 'processed',
      text,
    };
    this.files.unshift(stored);
    return stored;
  }

  private remove(id: string): object {
    const at = this.files.findIndex((file) => file.id === id);
    if (at < 0) throw new ApiError(404, 'No such File object');
    this.files.splice(at, 1);
    return { id, object: 'file', deleted: true };
  }

  private create({ model = '', training_file: fileId = '', suffix, metadata }: JobRequest): TrainingJob {
    const file = this.files.find(({ id }) => id === fileId);
    if (!file) throw new ApiError(400, `invalid training_file: ${fileId}`, { param: 'training_file' });
    if (!TRAINABLE.test(model)) {
      throw new ApiError(400, `Model ${model} is not available for fine-tuning or does not exist.`, {
        code: 'model_not_available',
        param: 'model',
      });
    }
    checkExamples(file.text);
    const job: TrainingJob = {
      id: `ftjob-${this.nextId()}`,
      object: 'fine_tuning.job',
      created_at: now(),
      model,
      training_file: fileId,
      metadata: metadata ?? null,
      suffix: suffix ?? null,
      status: 'validating_files',
      fine_tuned_model: null,
      trained_tokens: null,
      finished_at: null,
      error: null,
      events: ['Created fine-tuning job'],
    };
    this.jobs.unshift(job);
    return job;
  }

  private cancel(id: string): TrainingJob {
    if (ENDED.has(this.job(id).status)) {
      throw new ApiError(400, 'Job has already completed', { code: 'job_not_cancellable' });
    }
    this.progress(id, 'cancelled');
    return this.job(id);
  }

  private job(id: string): TrainingJob {
    const job = this.jobs.find((one) => one.id === id);
    if (!job) throw new ApiError(404, `Could not find fine tune: ${id}`, { code: 'fine_tune_not_found' });
    return job;
  }

  private jobsMarked(asked: URLSearchParams): TrainingJob[] {
    const marks = [...asked].flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key ? [[key, value] as const] : [];
    });
    return this.jobs.filter(({ metadata }) => marks.every(([key, value]) => metadata?.[key] === value));
  }

  private nextId(): string {
    return String(++this.made).padStart(6, '0');
  }
}

function checkExamples(text: string): void {
  const lines = text.trim().split('\n');
  if (lines.length < FEWEST_EXAMPLES) {
    throw new ApiError(
      400,
      `Training file has ${lines.length} example(s), but must have at least 10 examples`,
      {
        param: 'training_file',
      },
    );
  }
  for (const line of lines) {
    const { messages } = JSON.parse(line) as { messages: { role: string; content: string }[] };
    if (messages.at(-1)?.role !== 'assistant')
      throw new ApiError(400, 'The last message must be from the assistant');
  }
}

const now = (): number => Math.floor(Date.now() / 1000);
const shown = ({ text: _, ...file }: StoredFile): { id: string } => file;
const shownJob = ({ events: _, suffix: __, ...job }: TrainingJob): { id: string } => ({
  ...job,
  ...{ organization_id: 'org-fake', result_files: [], validation_file: null, seed: 1, hyperparameters: {} },
});

const eventsOf = ({ id, events }: TrainingJob): { id: string }[] =>
  events.map((message, i) => ({
    ...{ id: `ftevent-${id}-${events.length - i}`, object: 'fine_tuning.job.event', created_at: now() },
    ...{ level: 'info', message, data: {}, type: 'message' },
  }));

/** As a cursor asks for it: so many, behind the one that is named. */
function page(all: { id: string }[], asked: URLSearchParams): object {
  const start = all.findIndex(({ id }) => id === asked.get('after')) + 1;
  const data = all.slice(start, start + Number(asked.get('limit') ?? 20));
  return { object: 'list', data, has_more: start + data.length < all.length };
}
