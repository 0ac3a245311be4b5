package com.example.kafka;

import io.github.cdkkafkaprivatelink.BrokerPropertiesRenderer;
import io.github.cdkkafkaprivatelink.ClientListener;
import io.github.cdkkafkaprivatelink.IKafkaBroker;
import io.github.cdkkafkaprivatelink.KafkaBroker;
import io.github.cdkkafkaprivatelink.KafkaBrokerAddressOptions;
import io.github.cdkkafkaprivatelink.KafkaNode;
import io.github.cdkkafkaprivatelink.KafkaPrivateLinkService;
import io.github.cdkkafkaprivatelink.KafkaQuorum;
import io.github.cdkkafkaprivatelink.KafkaRole;
import io.github.cdkkafkaprivatelink.PerBrokerNlbListeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.constructs.Construct;

/** The Kafka account: a cluster of three brokers, and a way in for each audience. */
class KafkaStack extends Stack {
    /** The brokers that already run: one in each zone, each at the fixed address of its network interface. */
    private static final List<Broker> BROKERS = List.of(
            new Broker("10.0.0.10", "euw1-az1"),
            new Broker("10.0.1.10", "euw1-az2"),
            new Broker("10.0.2.10", "euw1-az3"));

    private record Broker(String address, String zoneId) {}

    private final Map<Integer, String> serverProperties = new TreeMap<>();

    KafkaStack(Construct scope, String id, StackProps props, List<ClientListener> clientListeners) {
        super(scope, id, props);

        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("Kafka")
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .cidrMask(24)
                        .build()))
                .restrictDefaultSecurityGroup(false) // it would take a custom resource
                .build();
        SecurityGroup securityGroup = SecurityGroup.Builder.create(this, "Brokers")
                .vpc(vpc)
                .description("Kafka brokers")
                .build();
        securityGroup.addIngressRule(securityGroup, Port.tcp(9090), "controllers");
        securityGroup.addIngressRule(securityGroup, Port.tcp(9092), "replication");

        List<IKafkaBroker> brokers = new ArrayList<>();
        for (int brokerId = 0; brokerId < BROKERS.size(); brokerId++) {
            Broker broker = BROKERS.get(brokerId);
            brokers.add(KafkaBroker.fromIpAddress(brokerId, broker.address(), KafkaBrokerAddressOptions.builder()
                    .zoneId(broker.zoneId())
                    .securityGroup(securityGroup)
                    .build()));
        }
        PerBrokerNlbListeners listeners = PerBrokerNlbListeners.Builder.create(this, "Listeners")
                .vpc(vpc)
                .clientListeners(clientListeners)
                .brokers(brokers)
                .build();
        KafkaPrivateLinkService service = KafkaPrivateLinkService.Builder.create(this, "Service")
                .listeners(listeners)
                .allowedPrincipals(List.of(new AccountPrincipal("222222222222")))
                .acceptanceRequired(false) // only the account above may connect
                .build();
        CfnOutput.Builder.create(this, "Contract")
                .value(service.getContract().toJson())
                .description("Save it as kafka.contract.json in the repository of a consumer")
                .build();

        BrokerPropertiesRenderer renderer = BrokerPropertiesRenderer.Builder.create(this, "Properties")
                .clientListeners(clientListeners)
                .quorum(KafkaQuorum.bootstrapServers(
                        BROKERS.stream().map(broker -> broker.address() + ":9090").toArray(String[]::new)))
                .brokerCount(BROKERS.size())
                .build();
        for (int nodeId = 0; nodeId < BROKERS.size(); nodeId++) {
            serverProperties.put(nodeId, renderer.render(KafkaNode.builder()
                    .nodeId(nodeId)
                    .host(BROKERS.get(nodeId).address())
                    .zoneId(BROKERS.get(nodeId).zoneId())
                    .roles(List.of(KafkaRole.BROKER, KafkaRole.CONTROLLER))
                    .build()));
        }
    }

    /** {@code server.properties} by broker id. */
    Map<Integer, String> getServerProperties() {
        return serverProperties;
    }

    /** Said here, so that the account need not be asked. */
    @Override
    public List<String> getAvailabilityZones() {
        return List.of("eu-west-1a", "eu-west-1b", "eu-west-1c");
    }
}
