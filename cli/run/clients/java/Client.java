import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * The Java client of the local cluster, and its administrator: {@code java Client COMMAND FILE}, both of which `client-programs.ts` describes.
 * Every line on standard output is a JSON object with an `event`.
 */
public final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        if (args[0].equals("serve")) {
            serve();
        } else {
            run(args[0], args[1]);
        }
    }

    /** A line of input has a command and its file. The end of each is an event, whatever came of it. */
    private static void serve() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] command = line.split(" ");
            try {
                run(command[0], command[1]);
                say("done", Map.of());
            } catch (Exception failure) {
                String problem = failure.toString();
                for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) { problem += "; caused by " + cause; }
                say("failed", Map.of("problem", problem));
            }
        }
    }

    private static void run(String command, String file) throws Exception {
        JsonNode config = JSON.readTree(new File(file));
        switch (command) {
            case "paths": new Paths(config).run(); break;
            case "produce": new Produce(config).run(); break;
            case "read": new Read(config).run(); break;
            case "follow": new Read(config).follow(); break;
            case "describe": new Administration(config).describeTopic(); break;
            case "create-topic": new Administration(config).createTopic(); break;
            case "await-healthy": new Administration(config).awaitHealthy(); break;
            case "describe-quorum": new Administration(config).describeQuorum(); break;
            case "describe-configs": new Administration(config).describeConfigs(); break;
            case "make-user": new Rights(config).makeUser(); break;
            case "allow": new Rights(config).allow(); break;
            case "delete-records": new Rights(config).deleteRecords(); break;
            default: throw new IllegalArgumentException("no command " + command);
        }
    }

    /** Where to connect and how, for every kind of client. */
    static Properties connection(JsonNode config) {
        Properties properties = new Properties();
        if (config.has("file")) { load(properties, config.get("file").asText()); }
        properties.put("bootstrap.servers", config.get("bootstrap").asText());
        if (config.has("tls")) {
            properties.put("security.protocol", "SSL");
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.location", config.get("tls").get("ca").asText());
        }
        if (config.has("properties")) {
            config.get("properties").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
        }
        // Kafka fetches tokens only from where its Java was told that it may.
        String tokens = properties.getProperty("sasl.oauthbearer.token.endpoint.url");
        if (tokens != null) { System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", tokens); }
        return properties;
    }

    private static void load(Properties properties, String file) {
        try (var in = new FileInputStream(file)) {
            properties.load(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stops at SIGTERM, and ends only when the thread that called this has ended. */
    static void whenTold(Runnable stop) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.run();
            try { main.join(); } catch (InterruptedException ended) { Thread.currentThread().interrupt(); }
        }));
    }

    static synchronized void say(String event, Map<String, ?> details) {
        var line = JSON.createObjectNode().put("event", event);
        details.forEach((key, value) -> line.set(key, JSON.valueToTree(value)));
        System.out.println(line);
    }

    private Client() { }
}
