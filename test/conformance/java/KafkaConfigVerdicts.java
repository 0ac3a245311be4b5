import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 * Reads the text of a server.properties from each line of standard input, a JSON string, loads it as a broker does when it starts, and answers
 * with a line of JSON behind a mark. One JVM for all: starting one takes longer than a hundred verdicts.
 */
public final class KafkaConfigVerdicts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_A_LISTENER = Pattern.compile("listener\\.name\\.([^.]+)\\.(.+)");
    private static final Set<String> OF_THE_AUTHORIZER =
        Set.of(StandardAuthorizer.SUPER_USERS_CONFIG, StandardAuthorizer.ALLOW_EVERYONE_IF_NO_ACL_IS_FOUND_CONFIG);

    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // for whatever Kafka logs
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            answers.println("verdict " + JSON.writeValueAsString(verdict(JSON.readValue(line, String.class))));
        }
    }

    private static Map<String, Object> verdict(String text) throws IOException {
        Map<String, Object> verdict = new LinkedHashMap<>();
        try {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))); // a file on disk; Kafka reads it as ISO 8859-1
            KafkaConfig config = KafkaConfig.fromProps(properties, false);
            verdict.put("ok", true);
            verdict.put("read", new TreeMap<>(properties));
            verdict.put("bound", described(CollectionConverters.asJava(config.listeners())));
            verdict.put("advertised", described(CollectionConverters.asJava(config.effectiveAdvertisedBrokerListeners())));
            verdict.put("controllers", described(CollectionConverters.asJava(config.effectiveAdvertisedControllerListeners())));
            verdict.put("betweenBrokers", config.interBrokerListenerName().value());
            verdict.put("ignored", ignored(properties, config));
            verdict.put("listenerProblem", listenerProblem(config));
        } catch (RuntimeException rejected) {
            verdict.put("ok", false);
            verdict.put("exception", rejected.getClass().getSimpleName());
            verdict.put("message", rejected.getMessage());
        }
        return verdict;
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
