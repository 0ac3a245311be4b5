import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** A peer whose rules are named as one wants them to be. */
export class NamedPeer implements ec2.IPeer {
  /** An address range. */
  public static cidr(uniqueId: string, cidrIp: string): NamedPeer {
    return new NamedPeer(uniqueId, true, { cidrIp }, { cidrIp });
  }

  public static group(uniqueId: string, { securityGroupId }: ec2.ISecurityGroup): NamedPeer {
    return new NamedPeer(uniqueId, false, { sourceSecurityGroupId: securityGroupId }, {
      destinationSecurityGroupId: securityGroupId,
    });
  }

  /** Another peer, whose own name is a token, by a name that is none. */
  public static like(uniqueId: string, peer: ec2.IPeer): NamedPeer {
    return new NamedPeer(uniqueId, peer.canInlineRule, peer.toIngressRuleConfig(), peer.toEgressRuleConfig());
  }

  public readonly connections: ec2.Connections = new ec2.Connections({ peer: this });

  private constructor(
    public readonly uniqueId: string,
    public readonly canInlineRule: boolean,
    private readonly source: object,
    private readonly destination: object,
  ) {}

  public toIngressRuleConfig(): any {
    return this.source;
  }

  public toEgressRuleConfig(): any {
    return this.destination;
  }
}
