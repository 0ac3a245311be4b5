"""The librdkafka client of the local cluster: `client.py COMMAND FILE`, both of which `client-programs.ts` describes."""

import json
import signal
import socket
import ssl
import struct
import sys
import time
from collections import Counter, defaultdict

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

TIMEOUT_S = 5
API_VERSIONS = 18
REBOOTSTRAP_REQUIRED = 129


def say(event, **details):
    print(json.dumps({"event": event, **details}, separators=(",", ":")), flush=True)


def connection(config):
    settings = {"bootstrap.servers": config["bootstrap"]}
    if "tls" in config:
        settings |= {"security.protocol": "SSL", "ssl.ca.location": config["tls"]["ca"]}
    if "file" in config:
        settings |= dict(line.split("=", 1) for line in lines(config["file"]) if line and not line.startswith("#"))
    settings |= config.get("properties", {})
    token = settings.pop("token.file", None)  # no setting of the library's: it asks for a token by a call
    if token:
        settings["oauth_cb"] = lambda _: (open(token).read(), time.time() + 3600)
    return settings


def lines(file):
    with open(file, encoding="utf-8") as text:
        return text.read().splitlines()


def authenticated(client):
    """The library asks for a token when it is polled, and for nothing else before it has one."""
    client.poll(0.5)
    return client


def ranges(numbers):
    """As ranges, both ends included: 0, 1, 2, 5 is [[0, 2], [5, 5]]."""
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


# ---- paths -----------------------------------------------------------------------------------------------------------------------


def paths(config):
    admin = AdminClient(connection(config))
    cluster = admin.describe_cluster().result(timeout=30)
    brokers = cluster.nodes
    host, port = config["bootstrap"].rsplit(":", 1)
    ask(config, cluster.cluster_id, -1, host, int(port), brokers)
    for broker in brokers:
        ask(config, cluster.cluster_id, broker.id, broker.host, broker.port, brokers)


def ask(config, cluster_id, expected, host, port, brokers):
    """A broker is identified by the node id that it does not refuse (KIP-1242), the expected one first."""
    candidates = sorted((broker.id for broker in brokers), key=lambda candidate: candidate != expected)
    addresses = {found[4][0]: None for found in socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)}
    for address in addresses:
        path = {"host": host, "port": port, "address": address, "expected": expected}
        try:
            with socket.create_connection((address, port), TIMEOUT_S) as plain, secured(config, plain, host) as connected:
                answers = next((id for id in candidates if is_node(connected, cluster_id, id)), None)
            if answers is not None:
                path["answers"] = answers
        except OSError as failure:
            path["problem"] = f"{type(failure).__name__}: {failure}"
        say("path", **path)


def is_node(connected, cluster_id, node_id):
    def compact(text):
        return bytes([len(text) + 1]) + text.encode()

    client = b"paths"
    header = struct.pack(">hhih", API_VERSIONS, 5, 1, len(client)) + client + b"\0"
    body = compact("local-cluster") + compact("1") + compact(cluster_id) + struct.pack(">i", node_id) + b"\0"
    connected.sendall(struct.pack(">i", len(header + body)) + header + body)
    (length,) = struct.unpack(">i", receive(connected, 4))
    (error,) = struct.unpack(">h", receive(connected, length)[4:6])  # after the correlation id
    if error not in (0, REBOOTSTRAP_REQUIRED):
        raise ConnectionError(f"answered with error {error}")
    return error == 0


def receive(connected, length):
    received = b""
    while len(received) < length:
        part = connected.recv(length - len(received))
        if not part:
            raise ConnectionError("closed without an answer")
        received += part
    return received


def secured(config, plain, host):
    if "tls" not in config:
        return plain
    return ssl.create_default_context(cafile=config["tls"]["ca"]).wrap_socket(plain, server_hostname=host)


# ---- describe --------------------------------------------------------------------------------------------------------------------


def describe(config):
    errors = []
    producer = authenticated(Producer(connection(config) | {"error_cb": lambda error: errors.append(str(error))}))
    try:
        topic = producer.list_topics(config["topic"], timeout=10).topics[config["topic"]]
    except KafkaException as failure:
        producer.poll(0.5)
        sys.exit("\n".join([str(failure), *errors]))
    if topic.error:
        sys.exit(str(topic.error))
    say("described", partitions=len(topic.partitions))


# ---- produce ---------------------------------------------------------------------------------------------------------------------


class PartitionClock:
    """Measures the longest time in which something was under way and nothing was acknowledged."""

    def __init__(self):
        self.count = 0
        self.under_way = 0
        self.since = 0.0
        self.longest_gap_ms = 0
        self.gap_ended = time.time()

    def sending(self):
        if self.under_way == 0:
            self.since = time.monotonic()
        self.under_way += 1

    def acknowledged(self):
        self.measure()
        self.count += 1
        self.under_way -= 1

    def ended(self):
        if self.under_way > 0:
            self.measure()

    def measure(self):
        now = time.monotonic()
        gap_ms = round((now - self.since) * 1000)
        self.since = now
        if gap_ms > self.longest_gap_ms:
            self.longest_gap_ms, self.gap_ended = gap_ms, time.time()


class Produce:
    TICK_S = 0.02

    def __init__(self, config):
        self.config = config
        self.topic = config["topic"]
        self.acknowledged = set()
        self.failures = Counter()
        self.stopping = False
        # librdkafka's own default is acks=all without idempotence, which may repeat records.
        self.producer = authenticated(Producer({"enable.idempotence": True, "acks": "all"} | connection(config)))
        topic = self.producer.list_topics(self.topic, timeout=30).topics[self.topic]
        if topic.error:
            sys.exit(str(topic.error))
        self.clocks = [PartitionClock() for _ in topic.partitions]

    def run(self):
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))
        sent = self.send_until_stopped()
        self.producer.flush()
        for clock in self.clocks:
            clock.ended()
        worst = max(range(len(self.clocks)), key=lambda partition: self.clocks[partition].longest_gap_ms)
        ended = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.clocks[worst].gap_ended))
        say("produced", producer=self.config["producer"], sent=sent, acknowledged=ranges(self.acknowledged), failures=self.failures,
            longestGapMs=self.clocks[worst].longest_gap_ms, gapPartition=worst, gapEnded=ended)

    def send_until_stopped(self):
        records = self.config.get("records", sys.maxsize)
        per_second = self.config.get("recordsPerSecond", sys.maxsize)
        begin = said = time.monotonic()
        sent = 0
        while not self.stopping and sent < records and time.monotonic() - begin < self.config["maxSeconds"]:
            if sent < (time.monotonic() - begin + self.TICK_S) * per_second and self.send(sent):
                sent += 1
                self.producer.poll(0)
            else:
                self.producer.poll(self.TICK_S)
            if time.monotonic() - said > 0.5:
                said = time.monotonic()
                say("progress", acknowledged=[clock.count for clock in self.clocks])
        return sent

    def send(self, number):
        partition = number % len(self.clocks)

        def delivered(error, _):
            if error is None:
                self.acknowledged.add(number)
                self.clocks[partition].acknowledged()
            else:
                self.failures[error.name()] += 1

        try:
            self.producer.produce(self.topic, str(number), self.config["producer"], partition, on_delivery=delivered)
        except BufferError:
            return False
        self.clocks[partition].sending()
        return True


# ---- read ------------------------------------------------------------------------------------------------------------------------


class Read:
    """Reads from the beginning to what is the end when `is_told` says so: at once, or at SIGTERM."""

    def __init__(self, config, is_told):
        self.config = config
        self.is_told = is_told
        self.consumer = authenticated(Consumer(connection(config) | {"group.id": "reader", "enable.auto.commit": False}))
        partitions = self.consumer.list_topics(config["topic"], timeout=30).topics[config["topic"]].partitions
        self.next = dict.fromkeys(partitions, 0)
        self.counts = dict.fromkeys(partitions, 0)
        self.came_at = {}
        self.longest_gap_ms = 0
        self.producers = defaultdict(lambda: {"seen": set(), "duplicates": 0, "outOfOrder": 0, "last": defaultdict(lambda: -1)})

    def run(self):
        self.consumer.assign([TopicPartition(self.config["topic"], partition, OFFSET_BEGINNING) for partition in self.next])
        said = time.monotonic()
        while not self.is_told():
            self.consume()
            if time.monotonic() - said > 0.5:
                said = time.monotonic()
                say("progress", read=[self.counts[partition] for partition in sorted(self.counts)])
        longest_gap_ms = self.longest_gap_ms
        deadline = time.monotonic() + self.config["timeoutMs"] / 1000
        ends = {partition: self.consumer.get_watermark_offsets(TopicPartition(self.config["topic"], partition), timeout=30)[1] for partition in self.next}
        while unread := {partition: end for partition, end in ends.items() if self.next[partition] < end}:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not read in time, to these offsets: {unread}")
            self.consume(ends)
        self.consumer.close()
        say("read", longestGapMs=longest_gap_ms, records=sum(self.counts.values()), producers={
            name: {"seen": ranges(found["seen"]), "duplicates": found["duplicates"], "outOfOrder": found["outOfOrder"]}
            for name, found in self.producers.items()})

    def consume(self, ends=None):
        for record in self.consumer.consume(500, timeout=0.2):
            # What is no record is temporary: the library goes on by itself. What is newer than the question is left out.
            if not record.error() and (ends is None or record.offset() < ends[record.partition()]):
                self.count(record)

    def count(self, record):
        partition, now = record.partition(), time.monotonic()
        self.longest_gap_ms = max(self.longest_gap_ms, round((now - self.came_at.get(partition, now)) * 1000))
        self.came_at[partition] = now
        self.counts[partition] += 1
        self.next[partition] = record.offset() + 1
        producer, number = self.producers[record.key().decode()], int(record.value())
        if number in producer["seen"]:
            producer["duplicates"] += 1
        elif number < producer["last"][partition]:
            producer["outOfOrder"] += 1
        producer["seen"].add(number)
        producer["last"][partition] = number


def read(config):
    Read(config, lambda: True).run()


def follow(config):
    told = []
    signal.signal(signal.SIGTERM, lambda *_: told.append(True))
    Read(config, lambda: told).run()


command = sys.argv[1]
with open(sys.argv[2]) as file:
    config = json.load(file)
{"paths": paths, "describe": describe, "produce": lambda settings: Produce(settings).run(), "read": read, "follow": follow}[command](config)
