import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;

/**
 * Loads every file of a directory as a broker does when it starts, and prints a verdict for each as a line of JSON.
 *
 * One JVM for all files: starting one takes longer than a hundred verdicts.
 */
public final class KafkaConfigVerdicts {

    public static void main(String[] args) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (Path file : filesIn(Path.of(args[0]))) {
            System.out.println(json.writeValueAsString(verdict(file)));
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".properties")).sorted().collect(Collectors.toList());
        }
    }

    private static Map<String, Object> verdict(Path file) throws IOException {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("name", file.getFileName().toString().replaceFirst("\\.properties$", ""));
        try (InputStream text = Files.newInputStream(file)) {
            Properties properties = new Properties();
            properties.load(text);
            KafkaConfig.fromProps(properties, false);
            verdict.put("ok", true);
        } catch (RuntimeException rejected) {
            verdict.put("ok", false);
            verdict.put("exception", rejected.getClass().getSimpleName());
            verdict.put("message", rejected.getMessage());
        }
        return verdict;
    }
}
