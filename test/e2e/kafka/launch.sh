#!/bin/bash
# Stands for every script in bin/ of Kafka's distribution, which Maven Central does not have: a name, and the class behind it.
base=$(cd "$(dirname "$0")/.." && pwd)
case ${0##*/} in
  kafka-server-start.sh) main=kafka.Kafka ;;
  kafka-storage.sh) main=kafka.tools.StorageTool ;;
  kafka-topics.sh) main=org.apache.kafka.tools.TopicCommand ;;
  kafka-metadata-quorum.sh) main=org.apache.kafka.tools.MetadataQuorumCommand ;;
  kafka-cluster.sh) main=org.apache.kafka.tools.ClusterTool ;;
  kafka-acls.sh) main=org.apache.kafka.tools.AclCommand ;;
  kafka-features.sh) main=org.apache.kafka.tools.FeatureCommand ;;
  kafka-configs.sh) main=org.apache.kafka.tools.ConfigCommand ;;
  kafka-leader-election.sh) main=org.apache.kafka.tools.LeaderElectionCommand ;;
  kafka-log-dirs.sh) main=org.apache.kafka.tools.LogDirsCommand ;;
  kafka-dump-log.sh) main=org.apache.kafka.tools.DumpLogSegments ;;
  kafka-jmx.sh) main=org.apache.kafka.tools.JmxTool ;;
  kafka-reassign-partitions.sh) main=org.apache.kafka.tools.reassign.ReassignPartitionsCommand ;;
  *) echo "$0: unknown" >&2; exit 127 ;;
esac
kept=/var/cache/kafka.jsa
classes=
if [ -e "$kept" ]; then classes=-XX:SharedArchiveFile=$kept; fi
# As Kafka's own script does it.
collections=
case $EXTRA_ARGS in *-loggc*) collections="-Xlog:gc*:file=$LOG_DIR/kafkaServer-gc.log:time,tags:filecount=10,filesize=100M" ;; esac
# In one order, whatever the file system's: the classes that Java has kept are of a class path.
libs=$(printf '%s:' "$base"/libs/*)
# Plugins are behind Kafka's own, or Java could not use the classes that it has kept.
# shellcheck disable=SC2086 # options, separated by blanks
exec java $KAFKA_HEAP_OPTS ${KAFKA_JVM_PERFORMANCE_OPTS--XX:+UseSerialGC} -XX:TieredStopAtLevel=1 $classes $collections $KAFKA_JMX_OPTS $KAFKA_LOG4J_OPTS -Dkafka.logs.dir="$LOG_DIR" -cp "${libs%:}${CLASSPATH:+:$CLASSPATH}" $KAFKA_OPTS "$main" "$@"
