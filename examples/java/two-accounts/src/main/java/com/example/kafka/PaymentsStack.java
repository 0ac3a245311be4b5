package com.example.kafka;

import io.github.cdkkafkaprivatelink.KafkaPrivateLinkConsumer;
import io.github.cdkkafkaprivatelink.KafkaServiceContract;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** A consumer's account: an application in a VPC of its own, whose addresses may overlap with those of the Kafka account. */
class PaymentsStack extends Stack {
    PaymentsStack(Construct scope, String id, StackProps props, KafkaServiceContract contract, List<String> listenerNames) {
        super(scope, id, props);

        Vpc vpc = Vpc.Builder.create(this, "Vpc")
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("App")
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .cidrMask(24)
                        .build()))
                .restrictDefaultSecurityGroup(false) // it would take a custom resource
                .build();
        SecurityGroup app = SecurityGroup.Builder.create(this, "App")
                .vpc(vpc)
                .description("The application that uses Kafka")
                .build();

        KafkaPrivateLinkConsumer kafka = KafkaPrivateLinkConsumer.Builder.create(this, "Kafka")
                .vpc(vpc)
                .contract(contract)
                .listenerNames(listenerNames)
                .build();
        kafka.allowFrom(app);
        CfnOutput.Builder.create(this, "Bootstrap")
                .value(listenerNames.stream()
                        .map(name -> contract.listener(name).getBootstrapServers())
                        .collect(Collectors.joining(",")))
                .build();
    }

    /** Said here, so that the account need not be asked. */
    @Override
    public List<String> getAvailabilityZones() {
        return List.of("eu-west-1a", "eu-west-1b", "eu-west-1c");
    }
}
