import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PortRange } from './port-plan';

/** Ranges of which neighbours are one, in ascending order. */
export function mergeRanges(ranges: PortRange[]): PortRange[] {
  return [...ranges].sort((a, b) => a.from - b.from).reduce<PortRange[]>((merged, range) => {
    const last = merged[merged.length - 1];
    return last && range.from <= last.to + 1
      ? [...merged.slice(0, -1), { from: last.from, to: Math.max(last.to, range.to) }]
      : [...merged, range];
  }, []);
}

export function tcpPorts({ from, to }: PortRange): ec2.Port {
  return from === to ? ec2.Port.tcp(from) : ec2.Port.tcpRange(from, to);
}

/** How ranges are shown in a message: `9093, 9095-9098`. */
export function rangesText(ranges: PortRange[]): string {
  return ranges.map(({ from, to }) => from === to ? `${from}` : `${from}-${to}`).join(', ');
}
