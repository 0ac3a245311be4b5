import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.network.SocketServerConfigs;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.storage.internals.log.LogConfig;

/** Prints, as JSON, what the jars on the class path say of every key of a broker's configuration and of a topic's. */
@SuppressWarnings("unchecked")
public final class KafkaKeys {
    /** Beside what is about security, which a broker reads for each listener and these not. */
    private static final Set<String> LIMITS_OF_A_LISTENER =
        Set.of(SocketServerConfigs.MAX_CONNECTIONS_CONFIG, SocketServerConfigs.MAX_CONNECTION_CREATION_RATE_CONFIG, SocketServerConfigs.NUM_NETWORK_THREADS_CONFIG);
    private static final Set<String> SECURITY_OF_ALL =
        Set.of(SecurityConfig.SECURITY_PROVIDERS_CONFIG, BrokerSecurityConfigs.SASL_MECHANISM_INTER_BROKER_PROTOCOL_CONFIG);
    private static final Pattern DEPRECATED = Pattern.compile("This config(uration)? (is|has been) deprecated");
    private static final Pattern SUCCESSOR = Pattern.compile("[Pp]lease use <code>([a-z.]+)</code>");
    private static final Pattern RANGE_OR = Pattern.compile("\\[(-?\\d+),\\.\\.\\.,(-?\\d+)\\] or (-?\\d+)");

    public static void main(String[] args) throws Exception {
        Map<String, Object> keys = new TreeMap<>();
        for (ConfigDef.ConfigKey key : KafkaConfig.configDef().configKeys().values()) { keys.put(key.name, described(key)); }
        Map<String, List<String>> topics = new TreeMap<>();
        var topicKeys = (Collection<String>) LogConfig.class.getMethod("configNames").invoke(null); // a list or a set, by version
        for (String name : new TreeSet<>(topicKeys)) { topics.put(name, synonyms(name)); }
        System.out.println(new ObjectMapper().writeValueAsString(Map.of("keys", keys, "topics", topics)));
    }

    private static Map<String, Object> described(ConfigDef.ConfigKey key) throws ReflectiveOperationException {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", key.type.name().toLowerCase());
        described.put("values", values(key.name, key.validator));
        described.put("byDefault", key.hasDefault() && key.defaultValue != null ? ConfigDef.convertToString(key.defaultValue, key.type) : null);
        described.put("listener", LIMITS_OF_A_LISTENER.contains(key.name)
            || BrokerSecurityConfigs.CONFIG_DEF.names().contains(key.name) && !SECURITY_OF_ALL.contains(key.name));
        boolean isDeprecated = key.documentation != null && DEPRECATED.matcher(key.documentation).find();
        Matcher successor = SUCCESSOR.matcher(isDeprecated ? key.documentation : "");
        described.put("deprecated", isDeprecated ? successor.find() ? successor.group(1) : "" : null);
        return described;
    }

    /** What a validator takes, as a text: "1..9", "a|b", or nothing where it takes every value of the type. A validator that is not known here is an error. */
    private static String values(String key, ConfigDef.Validator validator) throws ReflectiveOperationException {
        if (validator == null) { return ""; }
        switch (validator.getClass().getSimpleName()) {
            case "Range":
                return text(field(validator, "min")) + ".." + text(field(validator, "max"));
            case "ValidString":
                return String.join("|", (List<String>) field(validator, "validStrings"));
            case "CaseInsensitiveValidString":
                return "i:" + String.join("|", new TreeSet<>((Set<String>) field(validator, "validStrings")));
            case "ValidList":
                String each = String.join("|", (List<String>) field(field(validator, "validString"), "validStrings"));
                return ((boolean) field(validator, "isEmptyAllowed") ? "" : "nonempty ") + each;
            case "NonEmptyString":
                return "nonempty";
            case "NonNullValidator": // a file has no null
            case "ControllerQuorumVotersValidator": // a rule of its own
            case "ControllerQuorumBootstrapServersValidator":
                return "";
            default:
                Matcher rangeOr = RANGE_OR.matcher(validator.toString());
                if (rangeOr.matches()) { return rangeOr.group(3) + "|" + rangeOr.group(1) + ".." + rangeOr.group(2); }
                throw new IllegalStateException(key + " has a validator that is not known: " + validator.getClass() + " " + validator);
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static String text(Object number) {
        return number == null ? "" : number.toString();
    }

    /** The broker's keys from which a topic's is taken when the topic has none. */
    private static List<String> synonyms(String topicKey) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (Object synonym : ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.getOrDefault(topicKey, List.of())) {
            names.add((String) field(synonym, "name"));
        }
        return names;
    }

    private KafkaKeys() { }
}
