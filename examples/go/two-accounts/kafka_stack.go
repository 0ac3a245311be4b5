package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	kafka "github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink"
)

// What Apache publishes beside the archive. Fictitious, as the account is.
var kafkaSHA512 = strings.Repeat("0123456789abcdef", 8)

// KafkaStackProps has one client listener for each audience.
type KafkaStackProps struct {
	awscdk.StackProps
	ClientListeners []kafka.ClientListener
}

// KafkaStack is the Kafka account: a cluster of three brokers, one in each zone, and a way in for each audience.
type KafkaStack struct {
	awscdk.Stack
	Brokers kafka.MultiAzKafkaBrokers
}

// AvailabilityZones is said here, so that the account need not be asked.
func (s *KafkaStack) AvailabilityZones() *[]*string {
	return jsii.Strings("eu-west-1a", "eu-west-1b", "eu-west-1c")
}

// NewKafkaStack defines the stack.
func NewKafkaStack(scope constructs.Construct, id string, props *KafkaStackProps) *KafkaStack {
	stack := &KafkaStack{}
	awscdk.NewStack_Override(stack, scope, &id, &props.StackProps)

	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		RestrictDefaultSecurityGroup: jsii.Bool(false), // it would take a custom resource
	})
	stack.Brokers = kafka.NewMultiAzKafkaBrokers(stack, jsii.String("Brokers"), &kafka.MultiAzKafkaBrokersProps{
		Vpc:             vpc,
		ClientListeners: &props.ClientListeners,
		BrokerCount:     jsii.Number(3),
		ClusterId:       jsii.String("Ye2n9lagXrj7SY84IDTCAA"), // your own, from kafka-storage.sh random-uuid: disks carry it
		Controllers:     kafka.KafkaControllers_Combined(nil),  // a small cluster: the brokers are its controllers too
		AvailabilityZoneIds: &map[string]*string{
			"eu-west-1a": jsii.String("euw1-az1"),
			"eu-west-1b": jsii.String("euw1-az2"),
			"eu-west-1c": jsii.String("euw1-az3"),
		},
		Kafka: kafka.KafkaDistribution_FromBucket(
			awss3.Bucket_FromBucketName(stack, jsii.String("Artifacts"), jsii.String("artifacts-111111111111")),
			jsii.String("kafka_2.13-4.4.0.tgz"), jsii.String("4.4.0"), &kafkaSHA512,
		),
		MachineImage: awsec2.MachineImage_GenericLinux(&map[string]*string{"eu-west-1": jsii.String("ami-0123456789abcdef0")}, nil),
		SecretFiles: &map[string]awssecretsmanager.ISecret{
			certificateFile: awssecretsmanager.Secret_FromSecretNameV2(stack, jsii.String("Certificate"), jsii.String("kafka/client")),
		},
	})

	listeners := kafka.NewPerBrokerNlbListeners(stack, jsii.String("Listeners"), &kafka.PerBrokerNlbListenersProps{
		Vpc:             vpc,
		ClientListeners: &props.ClientListeners,
		Brokers:         stack.Brokers.Brokers(),
	})
	service := kafka.NewKafkaPrivateLinkService(stack, jsii.String("Service"), &kafka.KafkaPrivateLinkServiceProps{
		Listeners:          listeners,
		AllowedPrincipals:  &[]awsiam.ArnPrincipal{awsiam.NewAccountPrincipal(jsii.String("222222222222"))},
		AcceptanceRequired: jsii.Bool(false), // only the account above may connect
	})
	awscdk.NewCfnOutput(stack, jsii.String("Contract"), &awscdk.CfnOutputProps{
		Value:       service.Contract().ToJson(),
		Description: jsii.String("Save it as kafka.contract.json in the repository of a consumer"),
	})
	return stack
}
