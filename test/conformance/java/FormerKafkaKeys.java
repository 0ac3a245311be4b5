import java.util.Set;
import java.util.TreeSet;
import kafka.server.KafkaConfig;

/** Prints the names of the keys of a Kafka that knew ZooKeeper, one a line. */
public final class FormerKafkaKeys {
    public static void main(String[] args) {
        Set<String> names = new TreeSet<>();
        KafkaConfig.configNames().foreach(names::add);
        names.forEach(System.out::println);
    }

    private FormerKafkaKeys() { }
}
