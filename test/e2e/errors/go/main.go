// The sarama client, in the language of `client-programs.ts`, of which it has `describe` only: it sends a record to the topic, and fails with what the library says.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

type configuration struct {
	Bootstrap  string
	Topic      string
	Tls        *struct{ Ca string }
	Properties struct{ Version, Mechanism, Username, Password string }
}

// What sarama leaves to its users: the conversation of SCRAM.
type conversation struct{ *scram.ClientConversation }

func (c *conversation) Begin(user, password, authzID string) error {
	client, err := scram.SHA512.NewClient(user, password, authzID)
	if err == nil {
		c.ClientConversation = client.NewConversation()
	}
	return err
}

func settingsOf(config configuration) (*sarama.Config, error) {
	settings := sarama.NewConfig()
	settings.Net.DialTimeout, settings.Net.ReadTimeout = 15*time.Second, 15*time.Second
	settings.Metadata.Retry.Max, settings.Producer.Retry.Max = 0, 0
	settings.Producer.Return.Successes = true
	if config.Properties.Version != "" {
		version, err := sarama.ParseKafkaVersion(config.Properties.Version)
		if err != nil {
			return nil, err
		}
		settings.Version = version
	}
	if config.Tls != nil {
		pem, err := os.ReadFile(config.Tls.Ca)
		if err != nil {
			return nil, err
		}
		trusted := x509.NewCertPool()
		trusted.AppendCertsFromPEM(pem)
		settings.Net.TLS.Enable = true
		settings.Net.TLS.Config = &tls.Config{RootCAs: trusted}
	}
	if config.Properties.Mechanism != "" {
		settings.Net.SASL.Enable = true
		settings.Net.SASL.Mechanism = sarama.SASLMechanism(config.Properties.Mechanism)
		settings.Net.SASL.User, settings.Net.SASL.Password = config.Properties.Username, config.Properties.Password
		settings.Net.SASL.SCRAMClientGeneratorFunc = func() sarama.SCRAMClient { return &conversation{} }
	}
	return settings, nil
}

func run(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var config configuration
	if err := json.Unmarshal(text, &config); err != nil {
		return err
	}
	settings, err := settingsOf(config)
	if err != nil {
		return err
	}
	producer, err := sarama.NewSyncProducer(strings.Split(config.Bootstrap, ","), settings)
	if err != nil {
		return err
	}
	defer producer.Close()
	_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: config.Topic, Value: sarama.StringEncoder("x")})
	return err
}

func main() {
	if err := run(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(`{"event":"described"}`)
}
