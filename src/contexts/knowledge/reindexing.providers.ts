import { type Provider } from '@nestjs/common';
import { CancelReindexingHandler } from './commands/cancel-reindexing.command';
import { CarriedVersions } from './commands/carried-versions';
import { CollectOrphansHandler } from './commands/collect-orphans.command';
import { FlipReindexingHandler } from './commands/flip-reindexing.command';
import { ReindexingEnd } from './commands/reindexing-end';
import { ReindexingTurn } from './commands/reindexing-turn';
import { RepairVectors } from './commands/repair-vectors';
import { RunReindexingHandler } from './commands/run-reindexing.command';
import { StartReindexingHandler } from './commands/start-reindexing.command';
import { LiveVersions } from './domain/live-versions';
import { RecallComparison } from './domain/recall-comparison';
import { ReindexingQueue } from './domain/reindexing-queue';
import { Reindexings } from './domain/reindexings';
import { BullReindexingQueue } from './infrastructure/bull.reindexing-queue';
import { ExactRecallComparison } from './infrastructure/exact.recall-comparison';
import { PostgresLiveVersions } from './infrastructure/postgres.live-versions';
import { PostgresReindexings } from './infrastructure/postgres.reindexings';
import { CollectOrphansTask } from './jobs/collect-orphans.task';
import { FindLostReindexings } from './jobs/find-lost-reindexings.task';
import { RunReindexingProcessor } from './jobs/run-reindexing.processor';
import { GetReindexingHandler } from './queries/get-reindexing.query';
import { ListReindexingsHandler } from './queries/list-reindexings.query';
import { EnqueueReindexingOnReindexingRequested } from './reactions/enqueue-reindexing-on-reindexing-requested';

/** From one embedding model to another, and what is left lying about. */
export const REINDEXING: readonly Provider[] = [
  StartReindexingHandler,
  FlipReindexingHandler,
  CancelReindexingHandler,
  RunReindexingHandler,
  ReindexingTurn,
  ReindexingEnd,
  CarriedVersions,
  CollectOrphansHandler,
  RepairVectors,
  GetReindexingHandler,
  ListReindexingsHandler,
  EnqueueReindexingOnReindexingRequested,
  RunReindexingProcessor,
  FindLostReindexings,
  CollectOrphansTask,
  { provide: Reindexings, useClass: PostgresReindexings },
  { provide: ReindexingQueue, useClass: BullReindexingQueue },
  { provide: LiveVersions, useClass: PostgresLiveVersions },
  { provide: RecallComparison, useClass: ExactRecallComparison },
];
