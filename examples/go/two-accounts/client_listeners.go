package main

import (
	"github.com/aws/jsii-runtime-go"
	kafka "github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink"
)

// certificateFile is what brokers get from Secrets Manager at every boot; it is in memory only.
const certificateFile = "/run/kafka/tls/client.pem"

// clientListener is for the payments team.
func clientListener() kafka.ClientListener {
	return kafka.NewClientListener(&kafka.ClientListenerProps{
		Name:           jsii.String("CLIENT"),
		AdvertisedHost: kafka.AdvertisedHost_Shared(jsii.String("kafka.pay.example.com")),
		Security:       kafka.ListenerSecurity_Tls(kafka.BrokerCertificate_FromPemFile(jsii.String(certificateFile))),
	})
}

// analyticsListener is for a second audience, with names and ports of its own.
func analyticsListener() kafka.ClientListener {
	return kafka.NewClientListener(&kafka.ClientListenerProps{
		Name:           jsii.String("ANALYTICS"),
		Slot:           jsii.Number(1),
		AdvertisedHost: kafka.AdvertisedHost_PerBroker(jsii.String("b{brokerId}.kafka.analytics.example.com")),
		Security:       kafka.ListenerSecurity_Plaintext(),
	})
}
