package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	kafka "github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink"
)

// PaymentsStackProps has what the Kafka account handed over, and the listeners that the application uses.
type PaymentsStackProps struct {
	awscdk.StackProps
	Contract      kafka.KafkaServiceContract
	ListenerNames []string
}

// PaymentsStack is a consumer's account: an application in a VPC of its own, whose addresses may overlap with those of the Kafka account.
type PaymentsStack struct {
	awscdk.Stack
}

// AvailabilityZones is said here, so that the account need not be asked.
func (s *PaymentsStack) AvailabilityZones() *[]*string {
	return jsii.Strings("eu-west-1a", "eu-west-1b", "eu-west-1c")
}

// NewPaymentsStack defines the stack.
func NewPaymentsStack(scope constructs.Construct, id string, props *PaymentsStackProps) *PaymentsStack {
	stack := &PaymentsStack{}
	awscdk.NewStack_Override(stack, scope, &id, &props.StackProps)

	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("App"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED, CidrMask: jsii.Number(24)},
		},
		RestrictDefaultSecurityGroup: jsii.Bool(false), // it would take a custom resource
	})
	app := awsec2.NewSecurityGroup(stack, jsii.String("App"), &awsec2.SecurityGroupProps{
		Vpc:         vpc,
		Description: jsii.String("The application that uses Kafka"),
	})

	consumer := kafka.NewKafkaPrivateLinkConsumer(stack, jsii.String("Kafka"), &kafka.KafkaPrivateLinkConsumerProps{
		Vpc:           vpc,
		Contract:      props.Contract,
		ListenerNames: jsii.Strings(props.ListenerNames...),
	})
	consumer.AllowFrom(app)

	var bootstrap []string
	for _, name := range props.ListenerNames {
		bootstrap = append(bootstrap, *props.Contract.Listener(jsii.String(name)).BootstrapServers())
	}
	awscdk.NewCfnOutput(stack, jsii.String("Bootstrap"), &awscdk.CfnOutputProps{Value: jsii.String(strings.Join(bootstrap, ","))})
	return stack
}
