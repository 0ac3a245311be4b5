/*
 * Made from Kafka's jars by `npx projen kafka:keys`, and compared with them by `npx projen conformance`. Not to be edited.
 */

/** The releases that these are the keys of, the newest last. */
export const KAFKA_RELEASES = ['4.2.1', '4.3.1', '4.4.0'];

/**
 * Every key of a broker's configuration: its name, its type, which values it takes ("1..9", "a|b", "i:a|b" in capitals or not, "nonempty"), Kafka's own
 * default of numbers and booleans, the first or last line that has it, whether a listener can have its own, the topic's keys that it is the default of,
 * whether it is deprecated and for what.
 */
export const KAFKA_KEYS: string = `
add.partitions.to.txn.retry.backoff.max.ms int 0.. =100
add.partitions.to.txn.retry.backoff.ms int 1.. =20
advertised.listeners list nonempty
alter.config.policy.class.name class
alter.log.dirs.replication.quota.window.num int 1.. =11
alter.log.dirs.replication.quota.window.size.seconds int 1.. =1
authorizer.class.name string
auto.create.topics.enable boolean =true
auto.leader.rebalance.enable boolean =true
background.threads int 1.. =10
broker.heartbeat.interval.ms int =2000
broker.id int =-1 deprecated:node.id
broker.rack string
broker.session.timeout.ms int =9000
client.quota.callback.class class
compression.gzip.level int -1|1..9 =-1
compression.lz4.level int 1..17 =9
compression.type string uncompressed|zstd|lz4|snappy|gzip|producer
compression.zstd.level int -131072..22 =3
config.providers list
connection.failed.authentication.delay.ms int 0.. =100
connections.max.idle.ms long =600000
connections.max.reauth.ms long =0 listener
controlled.shutdown.enable boolean =true
controller.listener.names list nonempty
controller.performance.always.log.threshold.ms long 0.. =2000
controller.performance.sample.period.ms long 100.. =60000
controller.quorum.append.linger.ms int 0.. =25
controller.quorum.auto.join.enable boolean =false
controller.quorum.bootstrap.servers list
controller.quorum.election.backoff.max.ms int 0.. =1000
controller.quorum.election.timeout.ms int 0.. =1000
controller.quorum.fetch.max.bytes int 1.. =1048576 since:4.3
controller.quorum.fetch.snapshot.max.bytes int 1.. =1048576 since:4.3
controller.quorum.fetch.timeout.ms int 0.. =2000
controller.quorum.request.timeout.ms int 0.. =2000
controller.quorum.retry.backoff.ms int 0.. =20
controller.quorum.voters list
controller.quota.window.num int 1.. =11
controller.quota.window.size.seconds int 1.. =1
controller.socket.timeout.ms int =30000
cordoned.log.dirs list since:4.3
create.topic.policy.class.name class
default.replication.factor int =1
delegation.token.expiry.check.interval.ms long 1.. =3600000
delegation.token.expiry.time.ms long 1.. =86400000
delegation.token.max.lifetime.ms long 1.. =604800000
delegation.token.secret.key password
delete.records.purgatory.purge.interval.requests int =1
delete.topic.enable boolean =true
early.start.listeners list
errors.deadletterqueue.auto.create.topics.enable boolean =false since:4.4
errors.deadletterqueue.topic.name.prefix string since:4.4
fetch.max.bytes int 1024.. =57671680
fetch.purgatory.purge.interval.requests int =1000
follower.fetch.last.tiered.offset.enable boolean =false since:4.3
group.consumer.assignment.interval.ms int 0.. =1000 since:4.3
group.consumer.assignor.offload.enable boolean =true since:4.4
group.consumer.assignors list nonempty
group.consumer.heartbeat.interval.ms int 1.. =5000
group.consumer.max.assignment.interval.ms int 0.. =15000 since:4.3
group.consumer.max.heartbeat.interval.ms int 1.. =15000
group.consumer.max.session.timeout.ms int 1.. =60000
group.consumer.max.size int 1.. =2147483647
group.consumer.migration.policy string i:BIDIRECTIONAL|DISABLED|DOWNGRADE|UPGRADE
group.consumer.min.assignment.interval.ms int 0.. =0 since:4.3
group.consumer.min.heartbeat.interval.ms int 1.. =5000
group.consumer.min.session.timeout.ms int 1.. =45000
group.consumer.regex.refresh.interval.ms int 10000.. =600000
group.consumer.session.timeout.ms int 1.. =45000
group.coordinator.append.linger.ms int -1.. =-1
group.coordinator.background.threads int 1.. =2 since:4.3
group.coordinator.cached.buffer.max.bytes int 524288.. =1048588 since:4.3
group.coordinator.rebalance.protocols list nonempty consumer|classic|share|streams deprecated:
group.coordinator.threads int 1.. =4
group.initial.rebalance.delay.ms int =3000
group.max.session.timeout.ms int =1800000
group.max.size int 1.. =2147483647
group.min.session.timeout.ms int =6000
group.share.assignment.interval.ms int 0.. =1000 since:4.3
group.share.assignor.offload.enable boolean =true since:4.4
group.share.assignors list nonempty
group.share.delivery.count.limit int 2..10 =5
group.share.dlq.manager.class.name string since:4.4
group.share.enable boolean =false until:4.2
group.share.heartbeat.interval.ms int 1.. =5000
group.share.initialize.retry.interval.ms int 1.. =30000
group.share.max.assignment.interval.ms int 0.. =15000 since:4.3
group.share.max.delivery.count.limit int 5..25 =10 since:4.3
group.share.max.heartbeat.interval.ms int 1.. =15000
group.share.max.partition.max.record.locks int 2000..10000 =4000 since:4.3
group.share.max.record.lock.duration.ms int 30000..3600000 =60000
group.share.max.session.timeout.ms int 1.. =60000
group.share.max.share.sessions int 1.. =2000
group.share.max.size int 1..1000 =200
group.share.min.assignment.interval.ms int 0.. =0 since:4.3
group.share.min.delivery.count.limit int 2..5 =2 since:4.3
group.share.min.heartbeat.interval.ms int 1.. =5000
group.share.min.partition.max.record.locks int 100..2000 =100 since:4.3
group.share.min.record.lock.duration.ms int 1000..30000 =15000
group.share.min.session.timeout.ms int 1.. =45000
group.share.partition.max.record.locks int 100..10000 =2000
group.share.persister.class.name string
group.share.record.lock.duration.ms int 1000..3600000 =30000
group.share.session.timeout.ms int 1.. =45000
group.streams.acceptable.recovery.lag long 0.. =10000 since:4.4
group.streams.assignment.interval.ms int 0.. =1000 since:4.3
group.streams.assignor.offload.enable boolean =true since:4.4
group.streams.assignors list nonempty since:4.4
group.streams.heartbeat.interval.ms int 1.. =5000
group.streams.initial.rebalance.delay.ms int 0.. =3000
group.streams.max.assignment.interval.ms int 0.. =15000 since:4.3
group.streams.max.heartbeat.interval.ms int 1.. =15000
group.streams.max.session.timeout.ms int 1.. =60000
group.streams.max.size int 1.. =2147483647
group.streams.max.standby.replicas int 0.. =2
group.streams.max.warmup.replicas int 0.. =20 since:4.4
group.streams.min.assignment.interval.ms int 0.. =0 since:4.3
group.streams.min.heartbeat.interval.ms int 1.. =5000
group.streams.min.session.timeout.ms int 1.. =45000
group.streams.min.task.offset.interval.ms int 1.. =15000 since:4.4
group.streams.num.standby.replicas int 0.. =0
group.streams.num.warmup.replicas int 0.. =2 since:4.4
group.streams.rack.aware.assignment.tags list since:4.4
group.streams.session.timeout.ms int 1.. =45000
group.streams.task.offset.interval.ms int 1.. =60000 since:4.4
group.streams.topology.description.plugin.class class since:4.4
initial.broker.registration.timeout.ms int =60000
inter.broker.listener.name string
internal.metadata.delete.delay.millis long =60000
internal.metadata.log.segment.bytes int
internal.metadata.max.batch.size.in.bytes int =8388608
internal.metadata.max.fetch.size.in.bytes int =8388608 until:4.2
kafka.metrics.polling.interval.secs int 1.. =10
kafka.metrics.reporters list
leader.imbalance.check.interval.seconds long 1.. =300
listener.security.protocol.map string
listeners list nonempty
log.cleaner.backoff.ms long 0.. =15000
log.cleaner.dedupe.buffer.size long =134217728
log.cleaner.delete.retention.ms long 0.. =86400000 topic:delete.retention.ms
log.cleaner.enable boolean =true deprecated:
log.cleaner.io.buffer.load.factor double =0.9
log.cleaner.io.buffer.size int 0.. =524288
log.cleaner.io.max.bytes.per.second double =1.7976931348623157E308
log.cleaner.max.compaction.lag.ms long 1.. =9223372036854775807 topic:max.compaction.lag.ms
log.cleaner.min.cleanable.ratio double 0..1 =0.5 topic:min.cleanable.dirty.ratio
log.cleaner.min.compaction.lag.ms long 0.. =0 topic:min.compaction.lag.ms
log.cleaner.threads int 0.. =1
log.cleanup.policy list compact|delete topic:cleanup.policy
log.dir list nonempty
log.dir.failure.timeout.ms long 1.. =30000
log.dirs list nonempty
log.flush.interval.messages long 1.. =9223372036854775807 topic:flush.messages
log.flush.interval.ms long topic:flush.ms
log.flush.offset.checkpoint.interval.ms int 0.. =60000
log.flush.scheduler.interval.ms long =9223372036854775807 topic:flush.ms
log.flush.start.offset.checkpoint.interval.ms int 0.. =60000
log.index.interval.bytes int 0.. =4096 topic:index.interval.bytes
log.index.size.max.bytes int 4.. =10485760 topic:segment.index.bytes
log.initial.task.delay.ms long 0.. =30000
log.local.retention.bytes long -2.. =-2 topic:local.retention.bytes
log.local.retention.ms long -2.. =-2 topic:local.retention.ms
log.message.timestamp.after.max.ms long 0.. =3600000 topic:message.timestamp.after.max.ms
log.message.timestamp.before.max.ms long 0.. =9223372036854775807 topic:message.timestamp.before.max.ms
log.message.timestamp.type string CreateTime|LogAppendTime topic:message.timestamp.type
log.preallocate boolean =false topic:preallocate
log.remote.copy.lag.bytes long -1.. =-1 since:4.4 topic:remote.copy.lag.bytes
log.remote.copy.lag.ms long -1.. =0 since:4.4 topic:remote.copy.lag.ms
log.retention.bytes long =-1 topic:retention.bytes
log.retention.check.interval.ms long 1.. =300000
log.retention.hours int =168 topic:retention.ms
log.retention.minutes int topic:retention.ms
log.retention.ms long topic:retention.ms
log.roll.hours int 1.. =168 topic:segment.ms
log.roll.jitter.hours int 0.. =0 topic:segment.jitter.ms
log.roll.jitter.ms long topic:segment.jitter.ms
log.roll.ms long topic:segment.ms
log.segment.bytes int 1048576.. =1073741824 topic:segment.bytes
log.segment.delete.delay.ms long 0.. =60000 topic:file.delete.delay.ms
max.connection.creation.rate int 0.. =2147483647 listener
max.connections int 0.. =2147483647 listener
max.connections.per.ip int 0.. =2147483647
max.connections.per.ip.overrides string
max.decompressed.message.bytes int 1..2147483639 =2147483639 since:4.4
max.incremental.fetch.session.cache.slots int 0.. =1000
max.request.partition.size.limit int 1.. =2000
message.max.bytes int 0.. =1048588 topic:max.message.bytes
metadata.log.dir string
metadata.log.max.record.bytes.between.snapshots long 1.. =20971520
metadata.log.max.snapshot.interval.ms long 0.. =3600000
metadata.log.segment.bytes int 8388608.. =1073741824
metadata.log.segment.ms long =604800000
metadata.max.idle.interval.ms int 0.. =500
metadata.max.retention.bytes long =104857600
metadata.max.retention.ms long =604800000
metric.reporters list
metrics.num.samples int 1.. =2
metrics.recording.level string
metrics.sample.window.ms long 1.. =30000
min.insync.replicas int 1.. =1
node.id int 0..
num.io.threads int 1.. =8
num.network.threads int 1.. =3 listener
num.partitions int 1.. =1
num.recovery.threads.per.data.dir int 1.. =2
num.replica.alter.log.dirs.threads int
num.replica.fetchers int 1.. =1
offset.metadata.max.bytes int =4096
offsets.commit.timeout.ms int 1.. =5000
offsets.load.buffer.size int 1.. =5242880
offsets.retention.check.interval.ms long 1.. =600000
offsets.retention.minutes int 1.. =10080
offsets.topic.compression.codec int =0
offsets.topic.num.partitions int 1.. =50
offsets.topic.replication.factor short 1.. =3
offsets.topic.segment.bytes int 1.. =104857600
principal.builder.class class listener
process.roles list nonempty broker|controller
producer.id.expiration.check.interval.ms int 1.. =600000
producer.id.expiration.ms int 1.. =86400000
producer.purgatory.purge.interval.requests int =1000
queued.max.request.bytes long =-1
queued.max.requests int 1.. =500
quota.window.num int 1.. =11
quota.window.size.seconds int 1.. =1
remote.fetch.max.wait.ms int 1.. =500
remote.list.offsets.request.timeout.ms long 1.. =30000
remote.log.index.file.cache.total.size.bytes long 1.. =1073741824
remote.log.index.file.cache.ttl.ms long -1.. =900000 since:4.3
remote.log.manager.copier.thread.pool.size int 1.. =10
remote.log.manager.copy.max.bytes.per.second long 1.. =9223372036854775807
remote.log.manager.copy.quota.window.num int 1.. =11
remote.log.manager.copy.quota.window.size.seconds int 1.. =1
remote.log.manager.expiration.thread.pool.size int 1.. =10
remote.log.manager.fetch.max.bytes.per.second long 1.. =9223372036854775807
remote.log.manager.fetch.quota.window.num int 1.. =11
remote.log.manager.fetch.quota.window.size.seconds int 1.. =1
remote.log.manager.follower.thread.pool.size int 1.. =2
remote.log.manager.task.interval.ms long 1.. =30000
remote.log.manager.task.retry.backoff.max.ms long 1.. =30000
remote.log.manager.task.retry.backoff.ms long 1.. =500
remote.log.manager.task.retry.jitter double 0..0.5 =0.2
remote.log.manager.thread.pool.size int 1.. =2 deprecated:remote.log.manager.follower.thread.pool.size
remote.log.metadata.custom.metadata.max.bytes int 0.. =128
remote.log.metadata.manager.class.name string nonempty
remote.log.metadata.manager.class.path string
remote.log.metadata.manager.impl.prefix string nonempty
remote.log.metadata.manager.listener.name string nonempty
remote.log.reader.max.pending.tasks int 1.. =100
remote.log.reader.threads int 1.. =10
remote.log.storage.manager.class.name string nonempty
remote.log.storage.manager.class.path string
remote.log.storage.manager.impl.prefix string nonempty
remote.log.storage.system.enable boolean =false
replica.fetch.backoff.ms int 0.. =1000
replica.fetch.max.bytes int 0.. =1048576
replica.fetch.min.bytes int =1
replica.fetch.response.max.bytes int 0.. =10485760
replica.fetch.wait.max.ms int =500
replica.high.watermark.checkpoint.interval.ms long =5000
replica.lag.time.max.ms long =30000
replica.selector.class string
replica.socket.receive.buffer.bytes int =65536
replica.socket.timeout.ms int =30000
replication.quota.window.num int 1.. =11
replication.quota.window.size.seconds int 1.. =1
request.timeout.ms int =30000
sasl.client.callback.handler.class class listener
sasl.enabled.mechanisms list listener
sasl.jaas.config password listener
sasl.kerberos.kinit.cmd string listener
sasl.kerberos.min.time.before.relogin long =60000 listener
sasl.kerberos.principal.to.local.rules list listener
sasl.kerberos.service.name string listener
sasl.kerberos.ticket.renew.jitter double =0.05 listener
sasl.kerberos.ticket.renew.window.factor double =0.8 listener
sasl.login.callback.handler.class class listener
sasl.login.class class listener
sasl.login.connect.timeout.ms int listener
sasl.login.read.timeout.ms int listener
sasl.login.refresh.buffer.seconds short =300 listener
sasl.login.refresh.min.period.seconds short =60 listener
sasl.login.refresh.window.factor double =0.8 listener
sasl.login.refresh.window.jitter double =0.05 listener
sasl.login.retry.backoff.max.ms long =10000 listener
sasl.login.retry.backoff.ms long =100 listener
sasl.mechanism.controller.protocol string
sasl.mechanism.inter.broker.protocol string
sasl.oauthbearer.allow.unverified.audience boolean =false since:4.4 listener
sasl.oauthbearer.allow.unverified.issuer boolean =false since:4.4 listener
sasl.oauthbearer.assertion.algorithm string i:ES256|RS256 listener
sasl.oauthbearer.assertion.claim.aud string listener
sasl.oauthbearer.assertion.claim.exp.seconds int 0..86400 =300 listener
sasl.oauthbearer.assertion.claim.iss string listener
sasl.oauthbearer.assertion.claim.jti.include boolean =false listener
sasl.oauthbearer.assertion.claim.nbf.seconds int 0..3600 =60 listener
sasl.oauthbearer.assertion.claim.sub string listener
sasl.oauthbearer.assertion.file string listener
sasl.oauthbearer.assertion.private.key.file string listener
sasl.oauthbearer.assertion.private.key.passphrase password listener
sasl.oauthbearer.assertion.template.file string listener
sasl.oauthbearer.client.credentials.client.id string listener
sasl.oauthbearer.client.credentials.client.secret password listener
sasl.oauthbearer.clock.skew.seconds int =30 listener
sasl.oauthbearer.expected.audience list listener
sasl.oauthbearer.expected.issuer string listener
sasl.oauthbearer.jwks.endpoint.refresh.ms long =3600000 listener
sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms long =10000 listener
sasl.oauthbearer.jwks.endpoint.retry.backoff.ms long =100 listener
sasl.oauthbearer.jwks.endpoint.url string listener
sasl.oauthbearer.jwt.retriever.class class listener
sasl.oauthbearer.jwt.validator.class class listener
sasl.oauthbearer.scope string listener
sasl.oauthbearer.scope.claim.name string listener
sasl.oauthbearer.sub.claim.name string listener
sasl.oauthbearer.token.endpoint.url string listener
sasl.server.callback.handler.class class listener
sasl.server.max.receive.size int =524288 listener
security.inter.broker.protocol string PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL
security.providers string
server.max.startup.time.ms long 0.. =9223372036854775807
share.coordinator.append.linger.ms int -1.. =-1
share.coordinator.cached.buffer.max.bytes int 524288.. =1048588 since:4.3
share.coordinator.cold.partition.snapshot.interval.ms int 1.. =300000
share.coordinator.load.buffer.size int 1.. =5242880
share.coordinator.snapshot.update.records.per.snapshot int 0..500 =500
share.coordinator.state.topic.compression.codec int =0
share.coordinator.state.topic.min.isr short 1.. =2
share.coordinator.state.topic.num.partitions int 1.. =50
share.coordinator.state.topic.prune.interval.ms int 1.. =300000
share.coordinator.state.topic.replication.factor short 1.. =3
share.coordinator.state.topic.segment.bytes int 1.. =104857600
share.coordinator.threads int 1.. =1
share.coordinator.write.timeout.ms int 1.. =5000
share.fetch.purgatory.purge.interval.requests int =1000
socket.connection.setup.timeout.max.ms long =30000
socket.connection.setup.timeout.ms long =10000
socket.listen.backlog.size int 1.. =50
socket.receive.buffer.bytes int =102400
socket.request.max.bytes int 1.. =104857600
socket.send.buffer.bytes int =102400
ssl.allow.dn.changes boolean =false listener
ssl.allow.san.changes boolean =false listener
ssl.cipher.suites list listener
ssl.client.auth string required|requested|none listener
ssl.enabled.protocols list listener
ssl.endpoint.identification.algorithm string listener
ssl.engine.factory.class class listener
ssl.key.password password listener
ssl.keymanager.algorithm string listener
ssl.keystore.certificate.chain password listener
ssl.keystore.key password listener
ssl.keystore.location string listener
ssl.keystore.password password listener
ssl.keystore.type string listener
ssl.principal.mapping.rules string listener
ssl.protocol string listener
ssl.provider string listener
ssl.secure.random.implementation string listener
ssl.trustmanager.algorithm string listener
ssl.truststore.certificates password listener
ssl.truststore.location string listener
ssl.truststore.password password listener
ssl.truststore.type string listener
telemetry.max.bytes int 1.. =1048576
transaction.abort.timed.out.transaction.cleanup.interval.ms int 1.. =10000
transaction.max.timeout.ms int 1.. =900000
transaction.partition.verification.enable boolean =true
transaction.remove.expired.transaction.cleanup.interval.ms int 1.. =3600000
transaction.state.log.load.buffer.size int 1.. =5242880
transaction.state.log.min.isr int 1.. =2
transaction.state.log.num.partitions int 1.. =50
transaction.state.log.replication.factor short 1.. =3
transaction.state.log.segment.bytes int 1.. =104857600
transaction.two.phase.commit.enable boolean =false
transactional.id.expiration.ms int 1.. =604800000
unclean.leader.election.enable boolean =false
unclean.leader.election.interval.ms long 1.. =300000
unstable.api.versions.enable boolean =false
unstable.feature.versions.enable boolean =false
`;

/** Keys that a topic has and a broker's configuration has not, not even by another name. */
export const TOPIC_KEYS: string = `
errors.deadletterqueue.group.enable
follower.replication.throttled.replicas
internal.segment.bytes
leader.replication.throttled.replicas
remote.log.copy.disable
remote.log.delete.on.disable
remote.storage.enable
`;
