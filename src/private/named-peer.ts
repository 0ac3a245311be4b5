import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** An address range whose rules are named by something else than the range. */
export class NamedPeer implements ec2.IPeer {
  public readonly canInlineRule = true;
  public readonly connections: ec2.Connections = new ec2.Connections({ peer: this });

  constructor(private readonly cidrIp: string, public readonly uniqueId: string) {}

  public toIngressRuleConfig(): any {
    return { cidrIp: this.cidrIp };
  }

  public toEgressRuleConfig(): any {
    return { cidrIp: this.cidrIp };
  }
}
