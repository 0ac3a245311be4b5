package com.example.kafka;

import io.github.cdkkafkaprivatelink.ClientListener;
import io.github.cdkkafkaprivatelink.KafkaControllers;
import io.github.cdkkafkaprivatelink.KafkaDistribution;
import io.github.cdkkafkaprivatelink.KafkaPrivateLinkService;
import io.github.cdkkafkaprivatelink.MultiAzKafkaBrokers;
import io.github.cdkkafkaprivatelink.PerBrokerNlbListeners;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/** The Kafka account: a cluster of three brokers, one in each zone, and a way in for each audience. */
class KafkaStack extends Stack {
    /** What Apache publishes beside the archive. Fictitious, as the account is. */
    private static final String KAFKA_SHA512 = "0123456789abcdef".repeat(8);

    private final MultiAzKafkaBrokers brokers;

    KafkaStack(Construct scope, String id, StackProps props, List<ClientListener> clientListeners) {
        super(scope, id, props);

        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .restrictDefaultSecurityGroup(false) // it would take a custom resource
                .build();
        brokers = MultiAzKafkaBrokers.Builder.create(this, "Brokers")
                .vpc(vpc)
                .clientListeners(clientListeners)
                .brokerCount(3)
                .clusterId("Ye2n9lagXrj7SY84IDTCAA") // your own, from kafka-storage.sh random-uuid: disks carry it
                .controllers(KafkaControllers.combined()) // a small cluster: the brokers are its controllers too
                .availabilityZoneIds(Map.of(
                        "eu-west-1a", "euw1-az1",
                        "eu-west-1b", "euw1-az2",
                        "eu-west-1c", "euw1-az3"))
                .kafka(KafkaDistribution.fromBucket(
                        Bucket.fromBucketName(this, "Artifacts", "artifacts-111111111111"),
                        "kafka_2.13-4.4.0.tgz", "4.4.0", KAFKA_SHA512))
                .machineImage(MachineImage.genericLinux(Map.of("eu-west-1", "ami-0123456789abcdef0")))
                .secretFiles(Map.of(
                        ClientListeners.CERTIFICATE_FILE,
                        Secret.fromSecretNameV2(this, "Certificate", "kafka/client")))
                .build();

        PerBrokerNlbListeners listeners = PerBrokerNlbListeners.Builder.create(this, "Listeners")
                .vpc(vpc)
                .clientListeners(clientListeners)
                .brokers(brokers.getBrokers())
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
    }

    MultiAzKafkaBrokers getBrokers() {
        return brokers;
    }

    /** Said here, so that the account need not be asked. */
    @Override
    public List<String> getAvailabilityZones() {
        return List.of("eu-west-1a", "eu-west-1b", "eu-west-1c");
    }
}
