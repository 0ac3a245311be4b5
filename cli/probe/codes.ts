/**
 * Why a path fails, or what somebody should look at: what it means, and what mends it. `docs/troubleshooting.md` has a row for
 * each; a test compares them.
 */
export const CODES = {
  'Doctor.contractVersion': {
    means: 'the contract is of a version that this command does not know',
    fix: 'take the version of the command that the provider has',
  },
  'Doctor.nameMissing': {
    means: 'the name is unknown here',
    fix: 'associate the private hosted zone of the consumer with the VPC of this host, and turn on its DNS support and DNS host '
      + 'names',
  },
  'Doctor.nameServer': {
    means: 'nobody answered the question for the name',
    fix: 'let this host ask the name server of its VPC',
  },
  'Doctor.publicName': {
    means: 'nothing answers, and the name leads to a public address, so it is not the record of the private hosted zone',
    fix: 'associate the private hosted zone of the consumer with the VPC of this host',
  },
  'Doctor.closed': {
    means: 'nothing answers at any address of the endpoint',
    fix: "let this host in by the endpoint's security group (consumer.allowFrom), have the connection accepted by the provider, "
      + 'and look at the network ACLs',
  },
  'Doctor.zoneClosed': {
    means: 'some addresses of the endpoint answer, and others do not: clients fail now and then',
    fix: 'look at the zone of that address: the subnet of the endpoint, its network ACL, the load balancer there, and cross-zone '
      + 'load balancing',
  },
  'Doctor.refused': {
    means: 'the connection is refused: nothing listens on that port',
    fix: 'compare the ports of the contract with the listeners of the load balancer, have the connection accepted, and start the '
      + 'broker',
  },
  'Doctor.targetUnhealthy': {
    means: 'the connection is accepted, and closed at once: no broker is behind the port',
    fix: "look at the target group of that port: is the broker running, does it bind the port, does the brokers' security group "
      + 'let the load balancer in?',
  },
  'Doctor.silent': {
    means: 'the connection is accepted, and nobody answers: the listener has as many connections as it may have, or nobody is '
      + 'behind a load balancer that accepts connections',
    fix: 'compare the connections of the listener on that broker with maxConnections; then look at the target of the port, and '
      + 'at the groups between',
  },
  'Doctor.plaintext': {
    means: 'the contract says TLS, and the port speaks Kafka without TLS',
    fix: 'give the listener of the brokers the protocol of the contract, or compare the target port with the port that they bind',
  },
  'Doctor.tls': {
    means: 'the contract says no TLS, and the port speaks TLS',
    fix: 'give the listener of the brokers the protocol of the contract, or compare the target port with the port that they bind',
  },
  'Doctor.tlsTwice': {
    means: 'TLS ends at the load balancer, and the broker behind it speaks TLS too',
    fix: 'let TLS end at one of them: brokers without TLS behind tlsAtLoadBalancer(), or a load balancer that passes TLS through',
  },
  'Doctor.tlsFailed': {
    means: 'broker and client do not agree on TLS',
    fix: 'compare protocols and ciphers of both (ssl.enabled.protocols, ssl.cipher.suites)',
  },
  'Doctor.certificateUntrusted': {
    means: "the authority of the brokers' certificate is not trusted",
    fix: 'add the authority of the brokers to ssl.truststore.certificates, or to the file that ssl.truststore.location names',
  },
  'Doctor.certificateName': {
    means: 'the certificate is for other names than clients ask for',
    fix: 'issue it for every name of renderer.certificateNames(listener)',
  },
  'Doctor.certificateExpired': {
    means: 'the certificate is not valid today',
    fix: 'renew it, and compare the clock of this host',
  },
  'Doctor.certificateExpiresSoon': { means: 'the certificate expires within 21 days', fix: 'renew it' },
  'Doctor.authorityUnchecked': {
    means: 'whether clients trust the certificate was not checked, since its authority is private and was not given',
    fix: 'give a client file with ssl.truststore.certificates or ssl.truststore.location',
  },
  'Doctor.clientCertificate': {
    means: "the broker does not take the client's certificate, or the client has none",
    fix: 'give the client a certificate that is valid, of an authority that the brokers trust (ssl.keystore.location)',
  },
  'Doctor.crossedPort': {
    means: 'the port leads to another broker: ids and targets are crossed',
    fix: "register the broker's address in the target group of its own port",
  },
  'Doctor.otherCluster': {
    means: 'the port leads to a broker of another cluster',
    fix: 'compare the cluster id of the contract with that of the brokers behind the target groups',
  },
  'Doctor.brokerFenced': {
    means: 'the broker answers, and its cluster does not count it: the broker is starting, or it is fenced',
    fix: "wait, and look at the broker's log",
  },
  'Doctor.identityUnchecked': {
    means: 'whether it is the right broker could not be checked',
    fix: 'for Kafka before 4.4, give a topic that the client may describe; since 4.4, ApiVersions tells the broker',
  },
  'Doctor.loginUnchecked': {
    means: 'the steps from the login on were not checked, since the client has no login',
    fix: "give a client file with a login, or with a client's certificate",
  },
  'Doctor.mechanism': {
    means: 'the listener does not offer the mechanism of the client',
    fix: 'set sasl.mechanism to one that it offers, as the contract says',
  },
  'Doctor.password': {
    means: 'the broker does not take the login',
    fix: 'compare user and password, or have the token issued anew for these brokers',
  },
  'Doctor.token': {
    means: 'the client gets no token',
    fix: 'look at the URL of the token endpoint, and at the id and secret of the client',
  },
  'Doctor.loginProtocol': {
    means: 'contract and listener disagree whether clients log in',
    fix: 'give the listener of the brokers the protocol of the contract, or compare the target port with the port that they bind',
  },
  'Doctor.advertisedAddress': {
    means: 'the broker tells clients another address than the contract: they bootstrap, and then time out',
    fix: "compare advertised.listeners of that broker with the contract, and the port's target group with the port that the "
      + 'listener binds',
  },
  'Doctor.staleContract': {
    means: 'the contract is older than the cluster, which has more brokers',
    fix: 'get the contract from the provider again',
  },
  'Doctor.topicMissing': {
    means: 'the topic is not there, or the client may not see it',
    fix: 'create it, with a partition that each broker leads',
  },
  'Doctor.topicLeader': {
    means: 'the broker leads no partition of the topic',
    fix: 'let it lead a partition (kafka-reassign-partitions), or elect preferred leaders',
  },
  'Doctor.accessDenied': {
    means: 'no ACL lets the client in',
    fix: 'add an ACL for the principal of the client, by the name that the broker has for it',
  },
  'Doctor.replicasMissing': {
    means: 'the partition has fewer replicas in sync than it needs',
    fix: 'look at the brokers that hold its replicas',
  },
  'Doctor.notReturned': {
    means: 'the record that was produced did not come back in time',
    fix: "look at the broker's load, and at its log",
  },
  'Doctor.idleCut': {
    means: 'something on the way ends connections that are idle',
    fix: 'set connections.max.idle.ms of clients to a shorter time, as clientProperties() does, or keep the connection alive',
  },
  'Doctor.protocolError': {
    means: 'the broker refuses a request, or gives an answer that no broker gives',
    fix: "look at the broker's log",
  },

  // Of the provider's side.
  'Doctor.serviceState': {
    means: 'the endpoint service takes no traffic',
    fix: 'look at the service and its load balancer in the account of the provider',
  },
  'Doctor.serviceZones': {
    means: 'the service lacks a zone of the contract, so an endpoint there is refused',
    fix: 'give the load balancer a subnet in that zone, or give consumers the current contract',
  },
  'Doctor.connectionPending': {
    means: 'a connection waits to be accepted, and carries nothing',
    fix: 'aws ec2 accept-vpc-endpoint-connections --service-id SERVICE --vpc-endpoint-ids ENDPOINT, if you know the account',
  },
  'Doctor.connectionState': {
    means: 'a connection carries nothing',
    fix: 'delete the endpoint and make another one, or let the service allow its account',
  },
  'Doctor.loadBalancerState': {
    means: 'the load balancer takes no traffic',
    fix: 'look at its state in the account of the provider',
  },
  'Doctor.enforcement': {
    means: 'the load balancer applies its groups to what comes through an endpoint: clients need a rule for their own '
      + 'address',
    fix: 'turn the enforcement for PrivateLink off, or add rules for the addresses of consumers',
  },
  'Doctor.crossZoneOff': { means: 'a broker is reached from its own zone only', fix: 'turn cross-zone load balancing on' },
  'Doctor.targetMissing': { means: 'a port has no target', fix: "register the broker's address in the target group of its port" },
  'Doctor.targetState': {
    means: 'a target gets no traffic',
    fix: 'is the broker running, does it bind the port, does its group let the load balancer in, and has the load balancer a '
      + 'subnet in its zone?',
  },
  'Doctor.targetShared': {
    means: 'ids and targets are crossed: a port of one broker leads to another',
    fix: 'register the address of its own broker, and no other, for each port',
  },
  'Doctor.listenerMissing': {
    means: 'a port of the contract leads nowhere',
    fix: "deploy the provider's listeners, or give consumers the current contract",
  },
} as const;

export type Code = keyof typeof CODES;
