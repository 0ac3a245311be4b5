import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Kafka reads in a server.properties, when it loads it as a broker does that starts.
 */
public final class KafkaConfigVerdicts {
    private static final Pattern OF_A_LISTENER = Pattern.compile("listener\\.name\\.([^.]+)\\.(.+)");
    private static final Set<String> OF_THE_AUTHORIZER =
        Set.of(StandardAuthorizer.SUPER_USERS_CONFIG, StandardAuthorizer.ALLOW_EVERYONE_IF_NO_ACL_IS_FOUND_CONFIG);

    public static void main(String[] args) throws IOException {
        Verdicts.answer(KafkaConfigVerdicts::read);
    }

    private static void read(Properties properties, Map<String, Object> verdict) {
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        verdict.put("read", new TreeMap<>(properties));
        verdict.put("bound", described(CollectionConverters.asJava(config.listeners())));
        verdict.put("advertised", described(CollectionConverters.asJava(config.effectiveAdvertisedBrokerListeners())));
        verdict.put("controllers", described(CollectionConverters.asJava(config.effectiveAdvertisedControllerListeners())));
        verdict.put("betweenBrokers", config.interBrokerListenerName().value());
        verdict.put("ignored", ignored(properties, config));
        verdict.put("listenerProblem", listenerProblem(config));
    }

    /** What stops a broker when it starts its listeners, each of which reads its own properties. */
    private static String listenerProblem(KafkaConfig config) {
        try {
            CollectionConverters.asJava(config.listeners()).forEach(endpoint -> config.valuesWithPrefixOverride(new ListenerName(endpoint.listener()).configPrefix()));
            return null;
        } catch (RuntimeException rejected) {
            return rejected.getMessage();
        }
    }

    private static List<String> described(List<Endpoint> endpoints) {
        return endpoints.stream()
            .map(endpoint -> endpoint.listener() + "://" + (endpoint.host() == null ? "" : endpoint.host()) + ":" + endpoint.port() + " " + endpoint.securityProtocol())
            .collect(Collectors.toList());
    }

    /** Keys that mean nothing to Kafka, about which it says nothing. */
    private static Set<String> ignored(Properties properties, KafkaConfig config) {
        Set<String> known = KafkaConfig.configDef().names();
        Set<String> listeners = config.effectiveListenerSecurityProtocolMap().keySet().stream()
            .map(listener -> listener.value().toLowerCase()).collect(Collectors.toSet());
        Set<String> ignored = new TreeSet<>();
        boolean hasAuthorizer = StandardAuthorizer.class.getName().equals(properties.getProperty("authorizer.class.name"));
        for (String key : properties.stringPropertyNames()) {
            Matcher prefixed = OF_A_LISTENER.matcher(key);
            boolean isKnown = prefixed.matches()
                ? listeners.contains(prefixed.group(1)) && known.contains(withoutMechanism(prefixed.group(1), prefixed.group(2), properties))
                : known.contains(key) || hasAuthorizer && OF_THE_AUTHORIZER.contains(key);
            if (!isKnown) { ignored.add(key); }
        }
        return ignored;
    }

    /** A listener's property may be of one of its mechanisms alone, whose name stands before it in lower case. */
    private static String withoutMechanism(String listener, String property, Properties properties) {
        String mechanisms = properties.getProperty("listener.name." + listener + ".sasl.enabled.mechanisms", "");
        return Arrays.stream(mechanisms.split(",")).map(mechanism -> mechanism.trim().toLowerCase() + ".").filter(property::startsWith)
            .map(prefix -> property.substring(prefix.length())).findFirst().orElse(property);
    }

    private KafkaConfigVerdicts() { }
}
