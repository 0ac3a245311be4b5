package com.example.kafka;

import io.github.cdkkafkaprivatelink.ClientFileOptions;
import io.github.cdkkafkaprivatelink.IKafkaBroker;
import io.github.cdkkafkaprivatelink.KafkaServiceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;

/** Two accounts that share one file, the contract. In real life these are two apps in two repositories. */
public final class TwoAccountsApp {
    private static final String CONTRACT = "../../typescript/two-accounts/kafka.contract.json";

    private TwoAccountsApp() {}

    public static void main(String[] args) throws IOException {
        App app = new App();

        KafkaStack kafka = new KafkaStack(app, "Kafka", inAccount("111111111111"),
                List.of(ClientListeners.client(), ClientListeners.analytics()));
        KafkaServiceContract contract = KafkaServiceContract.fromFile(CONTRACT);
        new PaymentsStack(app, "Payments", inAccount("222222222222"), contract, List.of("CLIENT"));

        // Beside the templates: what brokers are configured by, which their launch templates have too,
        // and what the application starts from.
        for (IKafkaBroker broker : kafka.getBrokers().getBrokers()) {
            write(app, "brokers/broker-" + broker.getBrokerId() + ".server.properties",
                    kafka.getBrokers().serverProperties(broker.getBrokerId()));
        }
        write(app, "clients/kafka.contract.json", contract.toJson());
        ClientFileOptions trusting = ClientFileOptions.builder().truststoreLocation("ca.pem").build();
        write(app, "clients/client.properties", contract.listener("CLIENT").clientFile(trusting));

        app.synth();
    }

    private static StackProps inAccount(String account) {
        return StackProps.builder()
                .env(Environment.builder().account(account).region("eu-west-1").build())
                .build();
    }

    private static void write(App app, String file, String text) throws IOException {
        Path path = Path.of(app.getOutdir(), file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
