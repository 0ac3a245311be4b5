import java.io.FileInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * For each file of client properties: writes a record as its number says, and reads all records that there are. Prints a line for each file: whom the cluster
 * tells clients to connect to, and what was read.
 */
public final class HostClient {
    private static final TopicPartition PARTITION = new TopicPartition("adopted", 0);

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Properties properties = new Properties();
            try (FileInputStream in = new FileInputStream(file)) { properties.load(in); }
            properties.put("request.timeout.ms", "10000");
            properties.put("default.api.timeout.ms", "20000");
            try (Admin admin = Admin.create(properties)) {
                List<String> brokers = admin.describeCluster().nodes().get().stream().map(HostClient::described).collect(Collectors.toList());
                if (!admin.listTopics().names().get().contains(PARTITION.topic())) { admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get(); }
                try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
                    producer.send(new ProducerRecord<>(PARTITION.topic(), properties.getProperty("record"))).get();
                }
                System.out.println(brokers + " " + recordsOf(properties));
            }
        }
    }

    private static String described(Node node) {
        return node.id() + "@" + node.host() + ":" + node.port();
    }

    private static List<String> recordsOf(Properties properties) {
        properties.put("enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            List<String> records = new java.util.ArrayList<>();
            for (long until = System.currentTimeMillis() + 20_000; records.size() < ends.get(PARTITION) && System.currentTimeMillis() < until;) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> records.add(record.value()));
            }
            return records;
        }
    }

    private HostClient() { }
}
