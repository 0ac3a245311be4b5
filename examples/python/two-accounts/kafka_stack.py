from typing import List

from aws_cdk import CfnOutput, Stack, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3, aws_secretsmanager as secretsmanager
from cdk_kafka_privatelink import (
    ClientListener,
    KafkaControllers,
    KafkaDistribution,
    KafkaPrivateLinkService,
    MultiAzKafkaBrokers,
    PerBrokerNlbListeners,
)
from constructs import Construct

from client_listeners import CERTIFICATE_FILE

# What Apache publishes beside the archive. Fictitious, as the account is.
KAFKA_SHA512 = "0123456789abcdef" * 8


class KafkaStack(Stack):
    """The Kafka account: a cluster of three brokers, one in each zone, and a way in for each audience."""

    def __init__(self, scope: Construct, construct_id: str, *, client_listeners: List[ClientListener], **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        vpc = ec2.Vpc(
            self,
            "Vpc",
            restrict_default_security_group=False,  # it would take a custom resource
        )
        self.brokers = MultiAzKafkaBrokers(
            self,
            "Brokers",
            vpc=vpc,
            client_listeners=client_listeners,
            broker_count=3,
            cluster_id="Ye2n9lagXrj7SY84IDTCAA",  # your own, from kafka-storage.sh random-uuid: disks carry it
            controllers=KafkaControllers.combined(),  # a small cluster: the brokers are its controllers too
            availability_zone_ids={"eu-west-1a": "euw1-az1", "eu-west-1b": "euw1-az2", "eu-west-1c": "euw1-az3"},
            kafka=KafkaDistribution.from_bucket(
                s3.Bucket.from_bucket_name(self, "Artifacts", "artifacts-111111111111"),
                "kafka_2.13-4.4.0.tgz",
                "4.4.0",
                KAFKA_SHA512,
            ),
            machine_image=ec2.MachineImage.generic_linux({"eu-west-1": "ami-0123456789abcdef0"}),
            secret_files={
                CERTIFICATE_FILE: secretsmanager.Secret.from_secret_name_v2(self, "Certificate", "kafka/client"),
            },
        )

        listeners = PerBrokerNlbListeners(
            self,
            "Listeners",
            vpc=vpc,
            client_listeners=client_listeners,
            brokers=self.brokers.brokers,
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

    @property
    def availability_zones(self) -> List[str]:
        """Said here, so that the account need not be asked."""
        return ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
