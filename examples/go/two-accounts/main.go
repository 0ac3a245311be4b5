// Two accounts that share one file, the contract. In real life these are two apps in two repositories.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	kafka "github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink"
)

const contractFile = "../../typescript/two-accounts/kafka.contract.json"

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)

	kafkaStack := NewKafkaStack(app, "Kafka", &KafkaStackProps{
		StackProps:      awscdk.StackProps{Env: environment("111111111111")},
		ClientListeners: []kafka.ClientListener{clientListener(), analyticsListener()},
	})
	contract := kafka.KafkaServiceContract_FromFile(jsii.String(contractFile))
	NewPaymentsStack(app, "Payments", &PaymentsStackProps{
		StackProps:    awscdk.StackProps{Env: environment("222222222222")},
		Contract:      contract,
		ListenerNames: []string{"CLIENT"},
	})

	// Beside the templates: what brokers are configured by, which their launch templates have too, and what the application starts from.
	for _, broker := range *kafkaStack.Brokers.Brokers() {
		file := fmt.Sprintf("brokers/broker-%v.server.properties", *broker.BrokerId())
		write(app, file, *kafkaStack.Brokers.ServerProperties(broker.BrokerId()))
	}
	write(app, "clients/kafka.contract.json", *contract.ToJson())
	write(app, "clients/client.properties", *contract.Listener(jsii.String("CLIENT")).ClientFile(&kafka.ClientFileOptions{
		TruststoreLocation: jsii.String("ca.pem"),
	}))

	app.Synth(nil)
}

func environment(account string) *awscdk.Environment {
	return &awscdk.Environment{Account: jsii.String(account), Region: jsii.String("eu-west-1")}
}

func write(app awscdk.App, file string, text string) {
	path := filepath.Join(*app.Outdir(), file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		panic(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		panic(err)
	}
}
