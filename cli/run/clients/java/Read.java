import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic to what is its end now, and says which numbers of which producer are in it: from its beginning, or for a `group` from where that
 * one was, which then is at the end.
 */
final class Read {
    private final JsonNode config;
    private final Map<String, Producer> producers = new TreeMap<>();
    private int records;
    private volatile boolean stopping;
    /** In which none of a partition came. */
    private long longestGapMs;

    Read(JsonNode config) {
        this.config = config;
    }

    void run() {
        read(consumer -> { });
        say(Map.of());
    }

    /** Reads what comes, until SIGTERM; then to what is the end by then. */
    void follow() {
        Client.whenTold(() -> stopping = true);
        read(this::untilStopped);
        say(Map.of("longestGapMs", longestGapMs));
    }

    private void untilStopped(KafkaConsumer<String, String> consumer) {
        int[] read = new int[consumer.assignment().size()];
        long[] cameAt = new long[read.length];
        long saidAt = System.nanoTime();
        while (!stopping) {
            var came = consumer.poll(Duration.ofMillis(200));
            long now = System.nanoTime();
            for (TopicPartition partition : came.partitions()) {
                int i = partition.partition();
                if (read[i] > 0) { longestGapMs = Math.max(longestGapMs, (now - cameAt[i]) / 1_000_000); }
                read[i] += came.records(partition).size();
                cameAt[i] = now;
            }
            came.forEach(this::count);
            if (now - saidAt >= 500_000_000) {
                saidAt = now;
                Client.say("progress", Map.of("read", read));
            }
        }
    }

    private void read(Consumer<KafkaConsumer<String, String>> before) {
        boolean hasGroup = config.has("group");
        Properties properties = Client.connection(config);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        if (hasGroup) { properties.put("group.id", config.get("group").asText()); }
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(config.get("topic").asText()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition())).collect(Collectors.toList());
            consumer.assign(partitions);
            if (!hasGroup) { consumer.seekToBeginning(partitions); }
            before.accept(consumer);
            long deadline = System.nanoTime() + config.get("timeoutMs").asLong() * 1_000_000;
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (var unread = ends; !unread.isEmpty(); unread = unreadOf(consumer, ends)) {
                if (System.nanoTime() > deadline) { throw new IllegalStateException("not read in time, to these offsets: " + unread); }
                consumer.poll(Duration.ofMillis(200)).forEach(this::count);
            }
            if (hasGroup) { consumer.commitSync(); }
        }
    }

    private void say(Map<String, ?> more) {
        Map<String, Object> found = new TreeMap<>();
        producers.forEach((name, producer) -> found.put(name, Map.of(
            "seen", producer.seen.ranges(), "duplicates", producer.duplicates, "outOfOrder", producer.outOfOrder)));
        Map<String, Object> read = new TreeMap<>(more);
        read.put("records", records);
        read.put("producers", found);
        Client.say("read", read);
    }

    private static Map<TopicPartition, Long> unreadOf(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().filter(end -> consumer.position(end.getKey()) < end.getValue())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void count(ConsumerRecord<String, String> record) {
        records++;
        Producer producer = producers.computeIfAbsent(record.key(), name -> new Producer());
        int number = Integer.parseInt(record.value());
        if (!producer.seen.add(number)) {
            producer.duplicates++;
        } else if (number < producer.last.getOrDefault(record.partition(), -1)) {
            producer.outOfOrder++;
        }
        producer.last.put(record.partition(), number);
    }

    private static final class Producer {
        final Sequences seen = new Sequences();
        final Map<Integer, Integer> last = new HashMap<>();
        int duplicates;
        int outOfOrder;
    }
}
