import { join } from 'path';
import { until } from './until';
import type { Broker, Cloud, Started } from '../../../cli/run/cloud/cloud';
import { moduleProgram } from '../../../cli/run/resources';

/** In place of each broker, a program that says who it is, on the ports and in the protocols of the broker's file. */
export class StandIns {
  private readonly running = new Map<number, { listeners: string[]; started: Started }>();
  private count = 0;

  /** @param pem the certificate that they show, and its key */
  constructor(private readonly cloud: Cloud, private readonly pem: string) {}

  /** Starts those that do not run, and starts those anew whose files are others now. */
  public async follow(): Promise<void> {
    await Promise.all(this.cloud.brokers.map(async broker => {
      const listeners = broker.file.listeners.map(({ name, bindPort, protocol }) => `${name}:${bindPort}:${protocol}`);
      const known = this.running.get(broker.nodeId);
      if (known && known.listeners.join() === listeners.join()) { return; }
      await known?.started.stop();
      this.running.set(broker.nodeId, { listeners, started: await this.start(broker, listeners) });
    }));
  }

  /** Until the next `follow` the broker is gone. */
  public async stop(nodeId: number): Promise<void> {
    await this.running.get(nodeId)!.started.stop();
    this.running.delete(nodeId);
  }

  private async start({ nodeId, host }: Broker, listeners: string[]): Promise<Started> {
    const started = this.cloud.start(`stand-in-${nodeId}-${this.count++}`, host, moduleProgram(join(__dirname, 'programs/stand-in.ts'), `${nodeId}`, this.pem, ...listeners));
    await until(async () => started.tail().split('listens').length > listeners.length, `the stand-in of broker ${nodeId} listens`);
    return started;
  }
}
