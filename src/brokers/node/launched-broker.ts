import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { ClientListener } from '../../model/client-listener';
import { IKafkaBroker } from '../../model/kafka-broker';
import { noteFacts } from '../../private/broker-facts';

/**
 * A broker of `MultiAzKafkaBrokers` as a load balancer sees it: by its fixed address, so that it is registered once and stays so.
 */
export class LaunchedBroker implements IKafkaBroker {
  constructor(
    public readonly brokerId: number,
    public readonly ipAddress: string,
    public readonly connections: ec2.Connections,
    public readonly clientListeners: ClientListener[],
    clusterId: string,
    public readonly zoneId?: string,
    zoneName?: string,
  ) {
    noteFacts(this, { zoneName, clusterId });
  }

  public nlbTarget(port: number): elbv2.INetworkLoadBalancerTarget {
    return new targets.IpTarget(this.ipAddress, port);
  }
}
