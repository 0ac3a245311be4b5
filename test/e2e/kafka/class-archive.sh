#!/bin/bash
# class-archive.sh ARCHIVE FILE: runs Kafka of the archive once, where nodes have it, and leaves the classes that it loaded in FILE, for Java to map them in place of
# parsing them again. Starting a tool then takes half the processor time. Java takes the file only for jars of the same paths, sizes and times.
# To be run in mount and network namespaces of its own.
set -euo pipefail
mount -t tmpfs tmpfs /opt
mkdir -p /opt/kafka
tar -xzf "$1" -C /opt/kafka --strip-components=1 --no-same-owner
ip link set lo up
cat > /opt/server.properties <<'END'
process.roles=broker,controller
node.id=1
listeners=CLIENT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:9093
log.dirs=/opt/data
END
export LOG_DIR=/opt KAFKA_HEAP_OPTS=-Xmx256m
/opt/kafka/bin/kafka-storage.sh format --standalone --cluster-id "$(printf %022d 1)" --config /opt/server.properties > /dev/null
KAFKA_OPTS="-XX:ArchiveClassesAtExit=$2" /opt/kafka/bin/kafka-server-start.sh /opt/server.properties > /opt/log 2>&1 &
until /opt/kafka/bin/kafka-topics.sh --bootstrap-server 127.0.0.1:9092 --list > /dev/null 2>&1; do kill -0 $! || { cat /opt/log >&2; exit 1; }; done
kill $!
wait $! || [ $? = 143 ]
[ -s "$2" ] || { cat /opt/log >&2; exit 1; }
