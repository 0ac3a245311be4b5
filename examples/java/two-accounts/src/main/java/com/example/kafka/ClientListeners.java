package com.example.kafka;

import io.github.cdkkafkaprivatelink.AdvertisedHost;
import io.github.cdkkafkaprivatelink.BrokerCertificate;
import io.github.cdkkafkaprivatelink.ClientListener;
import io.github.cdkkafkaprivatelink.ListenerSecurity;

/** The two audiences: the one place where ports and names come from. */
final class ClientListeners {
    /** Brokers get it from Secrets Manager at every boot; it is in memory only. */
    static final String CERTIFICATE_FILE = "/run/kafka/tls/client.pem";

    private ClientListeners() {}

    /** For the payments team. */
    static ClientListener client() {
        return ClientListener.Builder.create()
                .name("CLIENT")
                .advertisedHost(AdvertisedHost.shared("kafka.pay.example.com"))
                .security(ListenerSecurity.tls(BrokerCertificate.fromPemFile(CERTIFICATE_FILE)))
                .build();
    }

    /** A second audience, with names and ports of its own. */
    static ClientListener analytics() {
        return ClientListener.Builder.create()
                .name("ANALYTICS")
                .slot(1)
                .advertisedHost(AdvertisedHost.perBroker("b{brokerId}.kafka.analytics.example.com"))
                .security(ListenerSecurity.plaintext())
                .build();
    }
}
