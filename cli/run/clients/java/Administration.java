import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** What an operator asks of the cluster. */
final class Administration {
    private static final int POLL_MS = 300;

    private final JsonNode config;

    Administration(JsonNode config) {
        this.config = config;
    }

    void describeTopic() throws Exception {
        String topic = config.get("topic").asText();
        try (Admin admin = Admin.create(Client.connection(config))) {
            Client.say("described", Map.of("partitions", admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size()));
        }
    }

    /** A topic with a partition led by each of `brokers`, and replicas on `replicas` of them. */
    void createTopic() throws Exception {
        List<Integer> brokers = integers("brokers");
        int replicas = config.get("replicas").asInt();
        Map<Integer, List<Integer>> assignment = new TreeMap<>();
        for (int partition = 0; partition < brokers.size(); partition++) {
            List<Integer> assigned = new ArrayList<>();
            for (int replica = 0; replica < replicas; replica++) { assigned.add(brokers.get((partition + replica) % brokers.size())); }
            assignment.put(partition, assigned);
        }
        try (Admin admin = Admin.create(Client.connection(config))) {
            admin.createTopics(List.of(new NewTopic(config.get("topic").asText(), assignment))).all().get();
        }
        Client.say("topic", Map.of("assignment", assignment));
    }

    /** Waits until nothing is missing: `brokers` registered, `voters` caught up, every replica in sync, every preferred replica leading. */
    void awaitHealthy() throws Exception {
        long begin = System.nanoTime();
        long timeoutMs = config.get("timeoutMs").asLong();
        String said = "";
        try (Admin admin = Admin.create(Client.connection(config))) {
            while (true) {
                Optional<String> missing = missing(admin);
                long ms = (System.nanoTime() - begin) / 1_000_000;
                if (missing.isEmpty()) {
                    Client.say("healthy", Map.of("ms", ms, "leader", admin.describeMetadataQuorum().quorumInfo().get().leaderId()));
                    return;
                }
                if (!missing.get().equals(said)) {
                    said = missing.get();
                    Client.say("waiting", Map.of("ms", ms, "for", said));
                }
                if (ms > timeoutMs) { throw new IllegalStateException("waited " + timeoutMs + " ms for " + said); }
                Thread.sleep(POLL_MS);
            }
        }
    }

    private Optional<String> missing(Admin admin) throws Exception {
        try {
            Set<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toCollection(TreeSet::new));
            if (!brokers.equals(new TreeSet<>(integers("brokers")))) { return Optional.of("brokers " + integers("brokers") + ", registered are " + brokers); }

            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
            Set<Integer> voters = voterIds(quorum);
            if (!voters.equals(new TreeSet<>(integers("voters")))) { return Optional.of("voters " + integers("voters") + ", of the quorum are " + voters); }
            for (QuorumInfo.ReplicaState voter : quorum.voters()) {
                if (voter.logEndOffset() < quorum.highWatermark()) { return Optional.of("voter " + voter.replicaId() + " to catch up"); }
            }

            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            boolean led = true;
            for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
                for (TopicPartitionInfo partition : topic.partitions()) {
                    if (partition.isr().size() < partition.replicas().size()) {
                        return Optional.of("the replicas of " + topic.name() + "-" + partition.partition());
                    }
                    led &= partition.leader() != null && partition.leader().id() == partition.replicas().get(0).id();
                }
            }
            if (!led) {
                admin.electLeaders(ElectionType.PREFERRED, null).partitions().get();
                return Optional.of("every preferred replica to lead");
            }
            return Optional.empty();
        } catch (ExecutionException failure) {
            return Optional.of("an answer, got " + failure.getCause());
        }
    }

    void describeQuorum() throws Exception {
        try (Admin admin = Admin.create(Client.connection(config))) {
            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
            Client.say("quorum", Map.of("leader", quorum.leaderId(), "voters", voterIds(quorum)));
        }
    }

    /** The values of the settings `names`, and where each comes from, of each of `brokers`. */
    void describeConfigs() throws Exception {
        List<ConfigResource> resources =
            integers("brokers").stream().map(id -> new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id))).collect(Collectors.toList());
        try (Admin admin = Admin.create(Client.connection(config))) {
            for (var described : admin.describeConfigs(resources).all().get().entrySet()) {
                Map<String, Object> settings = new LinkedHashMap<>();
                for (JsonNode name : config.get("names")) {
                    var entry = described.getValue().get(name.asText());
                    settings.put(name.asText(), Map.of("value", String.valueOf(entry.value()), "source", entry.source().name()));
                }
                Client.say("configs", Map.of("resource", described.getKey().name(), "settings", settings));
            }
        }
    }

    private static Set<Integer> voterIds(QuorumInfo quorum) {
        return quorum.voters().stream().map(QuorumInfo.ReplicaState::replicaId).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        config.get(key).forEach(value -> integers.add(value.asInt()));
        return integers;
    }
}
