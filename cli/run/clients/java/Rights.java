import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Users, what they may do, and what becomes of their records. */
final class Rights {
    private static final int ITERATIONS = 4096;

    private final JsonNode config;

    Rights(JsonNode config) {
        this.config = config;
    }

    void makeUser() throws Exception {
        var credential = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        try (Admin admin = Admin.create(Client.connection(config))) {
            admin.alterUserScramCredentials(List.of(
                new UserScramCredentialUpsertion(config.get("user").asText(), credential, config.get("password").asText()))).all().get();
        }
    }

    /** `principal` may write to `topic` and read it with `group`. */
    void allow() throws Exception {
        List<AclBinding> bindings = new ArrayList<>();
        for (AclOperation operation : List.of(AclOperation.WRITE, AclOperation.READ)) { bindings.add(binding(ResourceType.TOPIC, "topic", operation)); }
        bindings.add(binding(ResourceType.GROUP, "group", AclOperation.READ));
        try (Admin admin = Admin.create(Client.connection(config))) {
            admin.createAcls(bindings).all().get();
        }
    }

    /** Takes records away before `offset` of each partition. */
    void deleteRecords() throws Exception {
        String topic = config.get("topic").asText();
        try (Admin admin = Admin.create(Client.connection(config))) {
            Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
            for (var partition : admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()) {
                deleted.put(new TopicPartition(topic, partition.partition()), RecordsToDelete.beforeOffset(config.get("offset").asLong()));
            }
            admin.deleteRecords(deleted).all().get();
        }
    }

    private AclBinding binding(ResourceType type, String key, AclOperation operation) {
        return new AclBinding(
            new ResourcePattern(type, config.get(key).asText(), PatternType.LITERAL),
            new AccessControlEntry(config.get("principal").asText(), "*", operation, AclPermissionType.ALLOW));
    }
}
