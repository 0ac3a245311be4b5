import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
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

    Read(JsonNode config) {
        this.config = config;
    }

    void run() {
        long deadline = System.nanoTime() + config.get("timeoutMs").asLong() * 1_000_000;
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
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (var unread = ends; !unread.isEmpty(); unread = unreadOf(consumer, ends)) {
                if (System.nanoTime() > deadline) { throw new IllegalStateException("not read in time, to these offsets: " + unread); }
                consumer.poll(Duration.ofMillis(200)).forEach(this::count);
            }
            if (hasGroup) { consumer.commitSync(); }
        }
        Map<String, Object> read = new TreeMap<>();
        producers.forEach((name, producer) -> read.put(name, Map.of(
            "seen", producer.seen.ranges(), "duplicates", producer.duplicates, "outOfOrder", producer.outOfOrder)));
        Client.say("read", Map.of("records", records, "producers", read));
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
