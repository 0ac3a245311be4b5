module two-accounts

go 1.25.0

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.263.0
	github.com/aws/constructs-go/constructs/v10 v10.6.0
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink v0.0.0
)

// The module that `npx projen package:go` packed; once it is released, the version that you want and no replacement.
replace github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go/cdkkafkaprivatelink => ../../../dist/go/cdkkafkaprivatelink
