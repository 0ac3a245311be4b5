"""Two accounts that share one file, the contract. In real life these are two apps in two repositories."""
from pathlib import Path

import aws_cdk as cdk
from cdk_kafka_privatelink import KafkaServiceContract

from client_listeners import ANALYTICS, CLIENT
from kafka_stack import KafkaStack
from payments_stack import PaymentsStack

CONTRACT = Path(__file__).parents[2] / "typescript" / "two-accounts" / "kafka.contract.json"

app = cdk.App()

kafka = KafkaStack(
    app,
    "Kafka",
    client_listeners=[CLIENT, ANALYTICS],
    env=cdk.Environment(account="111111111111", region="eu-west-1"),
)
contract = KafkaServiceContract.from_file(str(CONTRACT))
PaymentsStack(
    app,
    "Payments",
    contract=contract,
    listener_names=["CLIENT"],
    env=cdk.Environment(account="222222222222", region="eu-west-1"),
)


def write(file: str, text: str) -> None:
    path = Path(app.outdir) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


# Beside the templates: what brokers are configured by, which their launch templates have too,
# and what the application starts from.
for broker in kafka.brokers.brokers:
    write(
        f"brokers/broker-{broker.broker_id}.server.properties",
        kafka.brokers.server_properties(broker.broker_id),
    )
write("clients/kafka.contract.json", contract.to_json())
write("clients/client.properties", contract.listener("CLIENT").client_file(truststore_location="ca.pem"))

app.synth()
