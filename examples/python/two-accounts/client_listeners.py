"""The two audiences: the one place where ports and names come from."""
from cdk_kafka_privatelink import AdvertisedHost, BrokerCertificate, ClientListener, ListenerSecurity

# Brokers get it from Secrets Manager at every boot; it is in memory only.
CERTIFICATE_FILE = "/run/kafka/tls/client.pem"

# For the payments team.
CLIENT = ClientListener(
    name="CLIENT",
    advertised_host=AdvertisedHost.shared("kafka.pay.example.com"),
    security=ListenerSecurity.tls(BrokerCertificate.from_pem_file(CERTIFICATE_FILE)),
)

# A second audience, with names and ports of its own.
ANALYTICS = ClientListener(
    name="ANALYTICS",
    slot=1,
    advertised_host=AdvertisedHost.per_broker("b{brokerId}.kafka.analytics.example.com"),
    security=ListenerSecurity.plaintext(),
)
