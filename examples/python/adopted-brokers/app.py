"""A Kafka that already runs: the brokers keep their ids, their hosts and their security, and get a way in."""
import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2, aws_iam as iam
from cdk_kafka_privatelink import (
    AdvertisedHost,
    ClientListener,
    KafkaBroker,
    KafkaPrivateLinkService,
    KafkaProtocol,
    ListenerSecurity,
    PerBrokerNlbListeners,
)

HOSTS = {1001: "10.0.0.10", 1002: "10.0.1.10", 1003: "10.0.2.10"}

app = cdk.App()
stack = cdk.Stack(app, "Kafka", env=cdk.Environment(account="111111111111", region="eu-west-1"))
vpc = ec2.Vpc.from_vpc_attributes(
    stack,
    "Vpc",
    vpc_id="vpc-0123456789abcdef0",
    availability_zones=["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    private_subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-0123456789abcdef2"],
)
of_the_hosts = ec2.SecurityGroup.from_security_group_id(stack, "Hosts", "sg-0123456789abcdef0")

external = ClientListener(
    name="EXTERNAL",
    bind_port=9094,
    first_broker_id=1001,  # the lowest id that the cluster may ever have
    advertised_host=AdvertisedHost.shared("kafka.pay.example.com"),
    security=ListenerSecurity.described(
        protocol=KafkaProtocol.SASL_SSL,
        sasl_mechanisms=["SCRAM-SHA-512"],
        truststore_type="JKS",
    ),
)
listeners = PerBrokerNlbListeners(
    stack,
    "Listeners",
    vpc=vpc,
    brokers=[
        KafkaBroker.from_ip_address(broker_id, address, security_group=of_the_hosts, client_listeners=[external])
        for broker_id, address in HOSTS.items()
    ],
    client_listeners=[external],
)
service = KafkaPrivateLinkService(
    stack,
    "Service",
    listeners=listeners,
    allowed_principals=[iam.AccountPrincipal("222222222222")],
)
service.add_contract_output()

app.synth()
