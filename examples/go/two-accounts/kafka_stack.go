package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	kafka "github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink"
)

// The brokers that already run: one in each zone, each at the fixed address of its network interface.
var brokers = []struct{ address, zoneID string }{
	{"10.0.0.10", "euw1-az1"},
	{"10.0.1.10", "euw1-az2"},
	{"10.0.2.10", "euw1-az3"},
}

// KafkaStackProps has one client listener for each audience.
type KafkaStackProps struct {
	awscdk.StackProps
	ClientListeners []kafka.ClientListener
}

// KafkaStack is the Kafka account: a cluster of three brokers, and a way in for each audience.
type KafkaStack struct {
	awscdk.Stack
	// ServerProperties is `server.properties` by broker id.
	ServerProperties map[int]string
}

// AvailabilityZones is said here, so that the account need not be asked.
func (s *KafkaStack) AvailabilityZones() *[]*string {
	return jsii.Strings("eu-west-1a", "eu-west-1b", "eu-west-1c")
}

// NewKafkaStack defines the stack.
func NewKafkaStack(scope constructs.Construct, id string, props *KafkaStackProps) *KafkaStack {
	stack := &KafkaStack{ServerProperties: map[int]string{}}
	awscdk.NewStack_Override(stack, scope, &id, &props.StackProps)

	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
		SubnetConfiguration: &[]*awsec2.SubnetConfiguration{
			{Name: jsii.String("Kafka"), SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED, CidrMask: jsii.Number(24)},
		},
		RestrictDefaultSecurityGroup: jsii.Bool(false), // it would take a custom resource
	})
	securityGroup := awsec2.NewSecurityGroup(stack, jsii.String("Brokers"), &awsec2.SecurityGroupProps{
		Vpc:         vpc,
		Description: jsii.String("Kafka brokers"),
	})
	securityGroup.AddIngressRule(securityGroup, awsec2.Port_Tcp(jsii.Number(9090)), jsii.String("controllers"), nil)
	securityGroup.AddIngressRule(securityGroup, awsec2.Port_Tcp(jsii.Number(9092)), jsii.String("replication"), nil)

	var targets []kafka.IKafkaBroker
	var controllers []*string
	for brokerID, broker := range brokers {
		targets = append(targets, kafka.KafkaBroker_FromIpAddress(jsii.Number(brokerID), &broker.address, &kafka.KafkaBrokerAddressOptions{
			ZoneId:        &broker.zoneID,
			SecurityGroup: securityGroup,
		}))
		controllers = append(controllers, jsii.String(broker.address+":9090"))
	}
	listeners := kafka.NewPerBrokerNlbListeners(stack, jsii.String("Listeners"), &kafka.PerBrokerNlbListenersProps{
		Vpc:             vpc,
		ClientListeners: &props.ClientListeners,
		Brokers:         &targets,
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

	renderer := kafka.NewBrokerPropertiesRenderer(stack, jsii.String("Properties"), &kafka.BrokerPropertiesRendererProps{
		ClientListeners: &props.ClientListeners,
		Quorum:          kafka.KafkaQuorum_BootstrapServers(controllers...),
		BrokerCount:     jsii.Number(len(brokers)),
	})
	for nodeID, broker := range brokers {
		stack.ServerProperties[nodeID] = *renderer.Render(&kafka.KafkaNode{
			NodeId: jsii.Number(nodeID),
			Host:   &broker.address,
			ZoneId: &broker.zoneID,
			Roles:  &[]kafka.KafkaRole{kafka.KafkaRole_BROKER, kafka.KafkaRole_CONTROLLER},
		})
	}
	return stack
}
