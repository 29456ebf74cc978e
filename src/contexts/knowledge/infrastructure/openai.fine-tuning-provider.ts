import { Injectable, Logger } from '@nestjs/common';
import OpenAI, { APIError, toFile } from 'openai';
import { Settings } from '../../../../config/settings';
import { createOpenAiClient } from '../../../platform/llm/openai-client';
import { maskText } from '../../../platform/telemetry/logging/mask-text';
import { modelsNotConfigured, providerUnavailable, trainingRefused } from '../domain/training/errors';
import {
  FineTuningProvider,
  type NewTrainingJob,
  type TrainingState,
} from '../domain/training/fine-tuning-provider';

type Job = OpenAI.FineTuning.FineTuningJob;

/** Under this name a job says what it was asked for. */
const MARK = 'parley_fine_tuning';
const CALL = { timeout: 30_000 };
const UPLOAD = { timeout: 120_000 };
const PAGE = 100;
/** Newest first: what is looked for was made a moment ago. */
const LOOK_THROUGH = 1_000;
const LONGEST_WORDS = 500;
const REFUSED = new Set([400, 404, 413, 422]);
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

/** Any provider with OpenAI's API for files and fine-tuning. */
@Injectable()
export class OpenAiFineTuningProvider extends FineTuningProvider {
  private readonly logger = new Logger(OpenAiFineTuningProvider.name);
  private readonly client: OpenAI | null;

  constructor({ llm }: Settings) {
    super();
    this.client = createOpenAiClient(llm);
  }

  get isConfigured(): boolean {
    return this.client !== null;
  }

  findFile(name: string): Promise<string | null> {
    return this.ask(async ({ files }) => {
      const known = files.list({ purpose: 'fine-tune', order: 'desc', limit: PAGE }, CALL);
      return (await firstOf(known, ({ filename }) => filename === name))?.id ?? null;
    });
  }

  upload(name: string, lines: string): Promise<string> {
    return this.ask(async ({ files }) => {
      const file = await toFile(Buffer.from(lines), name, { type: 'application/jsonl' });
      return (await files.create({ file, purpose: 'fine-tune' }, UPLOAD)).id;
    });
  }

  /** By its file, which no other job has: a compatible server may know no marks, and then lists all jobs. */
  findJob(fineTuningId: string, fileId: string): Promise<string | null> {
    return this.ask(async ({ fineTuning }) => {
      const known = fineTuning.jobs.list({ limit: PAGE, metadata: { [MARK]: fineTuningId } }, CALL);
      return (await firstOf(known, (job) => job.training_file === fileId))?.id ?? null;
    });
  }

  create({ fineTuningId, fileId, baseModel, suffix }: NewTrainingJob): Promise<string> {
    return this.ask(async ({ fineTuning }) => {
      const metadata = { [MARK]: fineTuningId };
      const job = { training_file: fileId, model: baseModel, suffix: suffix ?? undefined, metadata };
      return (await fineTuning.jobs.create(job, CALL)).id;
    });
  }

  look(jobId: string): Promise<TrainingState> {
    return this.ask(async (client) => {
      const job = await client.fineTuning.jobs.retrieve(jobId, CALL);
      return stateOf(job, await lastEventOf(client, jobId));
    });
  }

  async cancel(jobId: string): Promise<void> {
    await this.ask(({ fineTuning }) => unlessRefused(fineTuning.jobs.cancel(jobId, CALL)));
  }

  async discard(fileId: string): Promise<void> {
    await this.ask(({ files }) => unlessRefused(files.delete(fileId, CALL)));
  }

  private async ask<T>(question: (client: OpenAI) => Promise<T>): Promise<T> {
    if (!this.client) throw modelsNotConfigured();
    try {
      return await question(this.client);
    } catch (error) {
      if (isRefusal(error)) throw trainingRefused(wordsOf(error.message));
      // For operators only: a provider's answer may say more than tenants may know.
      this.logger.warn(`The provider of trained models: ${(error as Error).message}`);
      throw providerUnavailable();
    }
  }
}

async function firstOf<T>(all: AsyncIterable<T>, fits: (one: T) => boolean): Promise<T | null> {
  let seen = 0;
  for await (const one of all) {
    if (fits(one)) return one;
    if (++seen >= LOOK_THROUGH) break;
  }
  return null;
}

/** Not every compatible server keeps events; they only tell people how far it is. */
async function lastEventOf({ fineTuning }: OpenAI, jobId: string): Promise<string | null> {
  const page = await unlessRefused(fineTuning.jobs.listEvents(jobId, { limit: 1 }, CALL));
  const message = page?.data[0]?.message;
  return message ? wordsOf(message) : null;
}

function stateOf(job: Job, lastEvent: string | null): TrainingState {
  return {
    status: ENDED.has(job.status) ? (job.status as TrainingState['status']) : 'running',
    fineTunedModel: job.fine_tuned_model,
    trainedTokens: job.trained_tokens,
    error: job.status === 'failed' ? wordsOf(job.error?.message ?? 'The provider does not say why.') : null,
    lastEvent,
  };
}

async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function isRefusal(error: unknown): error is APIError {
  return error instanceof APIError && REFUSED.has((error as APIError).status ?? 0);
}

/** Tenants read it, and PostgreSQL takes no NUL. */
const wordsOf = (text: string) => maskText(text).replaceAll('\u0000', '').slice(0, LONGEST_WORDS);
