import { once } from 'node:events';
import { join, relative } from 'node:path';
import { type AppOptions, type RunningApp, startApp } from '../bench/app-process';
import { type FaultOrder, type FaultPlan, type FaultReport } from './fault-plan';

const ROOT = join(__dirname, '../..');
/** Where TypeScript runs as it is, as in tests, that of the last build. */
const DIRECTORY = __filename.endsWith('.ts') ? join(ROOT, 'dist', relative(ROOT, __dirname)) : __dirname;
const WRAPPER = join(DIRECTORY, 'faulty-parley.js');

/** The application in a process that we give faults to. Killed, it is started again at the same address. */
export class FaultyApp {
  readonly happened: FaultPlan[] = [];
  /** What went wrong with what we ourselves did to it. */
  readonly problems: string[] = [];
  kills = 0;
  /** Ended by us: it does not come again. */
  isOver = false;
  private restarting: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: AppOptions,
    private readonly onDelete: () => Promise<void>,
    private app: RunningApp,
  ) {
    this.watch();
  }

  static async start(
    options: AppOptions & { port: number },
    onDelete: () => Promise<void>,
  ): Promise<FaultyApp> {
    const wrapped = { ...options, wrapper: WRAPPER };
    return new FaultyApp(wrapped, onDelete, await startApp(wrapped));
  }

  get origin(): string {
    return this.app.origin;
  }

  get pid(): number {
    return this.app.pid;
  }

  arm(plans: readonly FaultPlan[]): void {
    this.order({ arm: plans });
  }

  /** Until it is up again, should it be down. */
  async isUp(): Promise<void> {
    await this.restarting;
  }

  /** What hangs would not end by being asked to. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.restarting;
    await this.killNow();
  }

  private async killNow(): Promise<void> {
    const { process: child } = this.app;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  private order(order: FaultOrder): void {
    this.app.process.send(order);
  }

  private watch(): void {
    const { process: child } = this.app;
    child.on('message', ({ reached }: FaultReport) => this.note(reached));
    child.once('exit', () => {
      if (this.isOver) return;
      this.kills++;
      this.restarting = this.restart();
      this.restarting.catch(() => undefined); // whoever waits for it is told
    });
  }

  private async restart(): Promise<void> {
    this.app = await startApp(this.options);
    this.watch();
  }

  private note(plan: FaultPlan): void {
    if (plan.action === 'delete') void this.deleteThenGoOn(plan);
    else this.happened.push(plan);
  }

  /** It has happened when the answers are there: what was deleted is known by then. */
  private async deleteThenGoOn(plan: FaultPlan): Promise<void> {
    await this.onDelete().catch((error: unknown) => this.problems.push(String(error)));
    this.happened.push(plan);
    this.order({ goOn: true });
  }
}
