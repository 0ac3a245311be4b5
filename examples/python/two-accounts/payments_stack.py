from typing import List

from aws_cdk import CfnOutput, Stack, aws_ec2 as ec2
from cdk_kafka_privatelink import KafkaPrivateLinkConsumer, KafkaServiceContract
from constructs import Construct


class PaymentsStack(Stack):
    """A consumer's account: an application in a VPC of its own, whose addresses may overlap with those of the Kafka account."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        contract: KafkaServiceContract,
        listener_names: List[str],
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)

        vpc = ec2.Vpc(
            self,
            "Vpc",
            subnet_configuration=[
                ec2.SubnetConfiguration(name="App", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24),
            ],
            restrict_default_security_group=False,  # it would take a custom resource
        )
        app = ec2.SecurityGroup(self, "App", vpc=vpc, description="The application that uses Kafka")

        kafka = KafkaPrivateLinkConsumer(self, "Kafka", vpc=vpc, contract=contract, listener_names=listener_names)
        kafka.allow_from(app)
        CfnOutput(
            self,
            "Bootstrap",
            value=",".join(contract.listener(name).bootstrap_servers for name in listener_names),
        )

    @property
    def availability_zones(self) -> List[str]:
        """Said here, so that the account need not be asked."""
        return ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
