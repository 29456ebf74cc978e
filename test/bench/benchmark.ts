import { type Environment } from './environment';
import { type BenchOptions } from './options';
import { type Block } from './report';

export interface Benchmark {
  name: string;
  /** One line for the list. */
  summary: string;
  run(environment: Environment, options: BenchOptions): Promise<Block[]>;
}
