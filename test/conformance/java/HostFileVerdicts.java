import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.network.ChannelBuilders;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.SslFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a Kafka of 2.8 to 4.4, whose classes have other names for the same, understands by a server.properties. Each listener is configured as a broker does
 * when it starts: its stores are opened, its JAAS configuration is read.
 */
public final class HostFileVerdicts {
    public static void main(String[] args) throws IOException {
        Verdicts.answer(HostFileVerdicts::read);
    }

    private static void read(Properties properties, Map<String, Object> verdict) {
        KafkaConfig config = KafkaConfig.fromProps(properties, false);
        verdict.put("brokerId", first(config, "brokerId", "nodeId"));
        verdict.put("bound", described(first(config, "listeners")));
        verdict.put("advertised", described(first(config, "effectiveAdvertisedBrokerListeners", "effectiveAdvertisedListeners", "advertisedListeners")));
        String betweenBrokers = ((ListenerName) first(config, "interBrokerListenerName")).value();
        verdict.put("betweenBrokers", betweenBrokers);
        verdict.put("idleMs", config.getLong("connections.max.idle.ms"));
        Map<String, Object> listeners = new TreeMap<>();
        Map<String, String> problems = new TreeMap<>();
        Map<?, ?> protocols = map(first(config, "effectiveListenerSecurityProtocolMap", "listenerSecurityProtocolMap"));
        Map<String, String> named = new TreeMap<>();
        for (Map.Entry<?, ?> entry : protocols.entrySet()) {
            ListenerName name = (ListenerName) entry.getKey();
            named.put(name.value(), entry.getValue().toString());
            listeners.put(name.value(), texts(config.valuesWithPrefixOverride(name.configPrefix())));
            boolean isBound = described(first(config, "listeners")).stream().anyMatch(bound -> bound.startsWith(name.value() + "://"));
            if (isBound) { startProblem(config, name, entry.getValue().toString(), name.value().equals(betweenBrokers)).ifPresent(problem -> problems.put(name.value(), problem)); }
        }
        verdict.put("protocols", named);
        verdict.put("values", listeners);
        verdict.put("problems", problems);
    }

    /** What stops a broker when it starts a listener, although it has taken the file. */
    private static Optional<String> startProblem(KafkaConfig config, ListenerName name, String protocol, boolean isBetweenBrokers) {
        try {
            Map<String, Object> configs = channelBuilderConfigs(config, name);
            if (protocol.endsWith("SSL")) {
                Constructor<?> made = Arrays.stream(SslFactory.class.getConstructors()).filter(each -> each.getParameterCount() == 3).findFirst().get();
                @SuppressWarnings({"unchecked", "rawtypes"})
                Object server = Enum.valueOf((Class) made.getParameterTypes()[0], "SERVER");
                try (SslFactory factory = (SslFactory) made.newInstance(server, null, isBetweenBrokers)) { factory.configure(configs); }
            }
            if (protocol.startsWith("SASL_")) {
                for (Object mechanism : (List<?>) configs.get("sasl.enabled.mechanisms")) { JaasContext.loadServerContext(name, mechanism.toString(), configs); }
            }
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(messageOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this program does not know this Kafka", e);
        } catch (RuntimeException rejected) {
            return Optional.of(messageOf(rejected));
        }
    }

    private static String messageOf(Throwable thrown) {
        return thrown.getCause() == null ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + ": " + thrown.getCause().getMessage();
    }

    /** As Kafka makes it for each listener, of the listener's own values and those for all. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> channelBuilderConfigs(AbstractConfig config, ListenerName name) throws ReflectiveOperationException {
        Method made = ChannelBuilders.class.getDeclaredMethod("channelBuilderConfigs", AbstractConfig.class, ListenerName.class);
        made.setAccessible(true);
        return (Map<String, Object>) made.invoke(null, config, name);
    }

    /** What says how a listener's clients are let in, as texts. */
    private static Map<String, String> texts(Map<String, ?> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> {
            if (value != null && key.matches("(ssl|sasl|principal|max\\.conn|connections\\.max|num\\.network).*")) {
                texts.put(key, value instanceof Password ? ((Password) value).value() : value instanceof Class ? ((Class<?>) value).getName() : String.valueOf(value));
            }
        });
        return texts;
    }

    private static List<String> described(Object endpoints) {
        List<String> described = new ArrayList<>();
        for (Object endpoint : (Iterable<?>) (endpoints instanceof Iterable ? endpoints : CollectionConverters.asJava((scala.collection.Iterable<?>) endpoints))) {
            Object name = first(endpoint, "listener", "listenerName");
            Object host = first(endpoint, "host");
            described.add((name instanceof ListenerName ? ((ListenerName) name).value() : name) + "://" + (host == null ? "" : host) + ":" + first(endpoint, "port") + " " + first(endpoint, "securityProtocol"));
        }
        return described;
    }

    private static Map<?, ?> map(Object scalaOrJava) {
        return scalaOrJava instanceof Map ? (Map<?, ?>) scalaOrJava : CollectionConverters.asJava((scala.collection.Map<?, ?>) scalaOrJava);
    }

    /** What the first of these methods says that this Kafka has. */
    private static Object first(Object of, String... methods) {
        for (String name : methods) {
            try {
                return of.getClass().getMethod(name).invoke(of);
            } catch (NoSuchMethodException e) {
                continue;
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException) { throw (RuntimeException) e.getCause(); }
                throw new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("this Kafka has none of " + String.join(", ", methods));
    }

    private HostFileVerdicts() { }
}
