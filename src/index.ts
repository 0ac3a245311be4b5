export * from './listeners/per-broker-nlb-listeners';
export * from './model/advertised-host';
export * from './model/client-listener';
export * from './model/kafka-broker';
export * from './model/kafka-nlb-listeners';
export * from './model/listener-security';
export * from './model/service-contract';
