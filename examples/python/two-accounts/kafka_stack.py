from typing import Dict, List

from aws_cdk import CfnOutput, Stack, aws_ec2 as ec2, aws_iam as iam
from cdk_kafka_privatelink import (
    BrokerPropertiesRenderer,
    ClientListener,
    KafkaBroker,
    KafkaPrivateLinkService,
    KafkaQuorum,
    KafkaRole,
    PerBrokerNlbListeners,
)
from constructs import Construct

# The brokers that already run: one in each zone, each at the fixed address of its network interface.
BROKERS = [("10.0.0.10", "euw1-az1"), ("10.0.1.10", "euw1-az2"), ("10.0.2.10", "euw1-az3")]


class KafkaStack(Stack):
    """The Kafka account: a cluster of three brokers, and a way in for each audience."""

    def __init__(self, scope: Construct, construct_id: str, *, client_listeners: List[ClientListener], **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        vpc = ec2.Vpc(
            self,
            "Vpc",
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Kafka", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24),
            ],
            restrict_default_security_group=False,  # it would take a custom resource
        )
        security_group = ec2.SecurityGroup(self, "Brokers", vpc=vpc, description="Kafka brokers")
        security_group.add_ingress_rule(security_group, ec2.Port.tcp(9090), "controllers")
        security_group.add_ingress_rule(security_group, ec2.Port.tcp(9092), "replication")

        listeners = PerBrokerNlbListeners(
            self,
            "Listeners",
            vpc=vpc,
            client_listeners=client_listeners,
            brokers=[
                KafkaBroker.from_ip_address(broker_id, address, zone_id=zone_id, security_group=security_group)
                for broker_id, (address, zone_id) in enumerate(BROKERS)
            ],
        )
        service = KafkaPrivateLinkService(
            self,
            "Service",
            listeners=listeners,
            allowed_principals=[iam.AccountPrincipal("222222222222")],
            acceptance_required=False,  # only the account above may connect
        )
        CfnOutput(
            self,
            "Contract",
            value=service.contract.to_json(),
            description="Save it as kafka.contract.json in the repository of a consumer",
        )

        renderer = BrokerPropertiesRenderer(
            self,
            "Properties",
            client_listeners=client_listeners,
            quorum=KafkaQuorum.bootstrap_servers(*(f"{address}:9090" for address, _ in BROKERS)),
            broker_count=len(BROKERS),
        )
        self.server_properties: Dict[int, str] = {
            node_id: renderer.render(
                node_id=node_id,
                host=address,
                zone_id=zone_id,
                roles=[KafkaRole.BROKER, KafkaRole.CONTROLLER],
            )
            for node_id, (address, zone_id) in enumerate(BROKERS)
        }
        """`server.properties` by broker id."""

    @property
    def availability_zones(self) -> List[str]:
        """Said here, so that the account need not be asked."""
        return ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
