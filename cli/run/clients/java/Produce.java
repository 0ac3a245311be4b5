import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends numbered records to every partition in turn, until `records` are sent, `maxSeconds` have passed or SIGTERM comes; then waits for what
 * is under way and says which numbers were acknowledged.
 */
final class Produce {
    private static final int TICK_MS = 20;

    private final JsonNode config;
    private final String topic;
    private final String producerName;
    private final Sequences acknowledged = new Sequences();
    private final Map<String, Integer> failures = new TreeMap<>();
    private volatile boolean stopping;
    private PartitionClock[] clocks;

    Produce(JsonNode config) {
        this.config = config;
        topic = config.get("topic").asText();
        producerName = config.get("producer").asText();
    }

    void run() throws Exception {
        Client.whenTold(() -> stopping = true);
        Properties properties = Client.connection(config);
        properties.putIfAbsent("acks", "all");
        int sent;
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            clocks = new PartitionClock[producer.partitionsFor(topic).size()];
            for (int partition = 0; partition < clocks.length; partition++) { clocks[partition] = new PartitionClock(); }
            sent = sendUntilStopped(producer);
            producer.flush();
        }
        report(sent);
    }

    private int sendUntilStopped(KafkaProducer<String, String> producer) throws InterruptedException {
        int records = config.path("records").asInt(Integer.MAX_VALUE);
        int perSecond = config.path("recordsPerSecond").asInt(Integer.MAX_VALUE);
        long begin = System.nanoTime();
        long maxMs = config.get("maxSeconds").asLong() * 1000;
        long saidAt = 0;
        int sent = 0;
        for (long ms = 0; !stopping && sent < records && ms < maxMs; ms = (System.nanoTime() - begin) / 1_000_000) {
            if (sent >= (ms + TICK_MS) * (double) perSecond / 1000) {
                Thread.sleep(TICK_MS);
            } else {
                send(producer, sent++);
            }
            if (ms - saidAt >= 500) {
                saidAt = ms;
                Client.say("progress", Map.of("acknowledged", Arrays.stream(clocks).mapToInt(clock -> clock.acknowledged).toArray()));
            }
        }
        return sent;
    }

    private void send(KafkaProducer<String, String> producer, int number) {
        int partition = number % clocks.length;
        clocks[partition].sending();
        producer.send(new ProducerRecord<>(topic, partition, producerName, Integer.toString(number)), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.add(number);
                clocks[partition].acknowledged();
            } else {
                synchronized (failures) { failures.merge(failure.getClass().getSimpleName(), 1, Integer::sum); }
            }
        });
    }

    private void report(int sent) {
        Map<String, Object> result = new LinkedHashMap<>();
        int worst = 0;
        for (int partition = 0; partition < clocks.length; partition++) {
            clocks[partition].ended();
            if (clocks[partition].longestGapMs > clocks[worst].longestGapMs) { worst = partition; }
        }
        result.put("producer", producerName);
        result.put("sent", sent);
        result.put("acknowledged", acknowledged.ranges());
        result.put("failures", failures);
        result.put("longestGapMs", clocks[worst].longestGapMs);
        result.put("gapPartition", worst);
        result.put("gapEnded", clocks[worst].gapEnded.toString());
        Client.say("produced", result);
    }

    /** Measures, for one partition, the longest time in which something was under way and nothing was acknowledged. */
    private static final class PartitionClock {
        long longestGapMs;
        Instant gapEnded = Instant.now();
        volatile int acknowledged;
        private int underWay;
        private long since;

        synchronized void sending() {
            if (underWay++ == 0) { since = System.nanoTime(); }
        }

        synchronized void acknowledged() {
            measure();
            acknowledged++;
            underWay--;
        }

        synchronized void ended() {
            if (underWay > 0) { measure(); }
        }

        private void measure() {
            long now = System.nanoTime();
            long gapMs = (now - since) / 1_000_000;
            since = now;
            if (gapMs > longestGapMs) {
                longestGapMs = gapMs;
                gapEnded = Instant.now();
            }
        }
    }
}
