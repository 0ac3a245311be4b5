import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Answers the text of a file in each line of standard input, a JSON string, with a line of JSON behind a mark. One JVM for all: starting one takes longer than
 * a hundred verdicts.
 */
final class Verdicts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Puts into a verdict what Kafka understands by a file, and fails as Kafka does. */
    interface Reader {
        void read(Properties file, Map<String, Object> verdict);
    }

    static void answer(Reader reader) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // for whatever Kafka logs
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            answers.println("verdict " + JSON.writeValueAsString(verdict(reader, JSON.readValue(line, String.class))));
        }
    }

    private static Map<String, Object> verdict(Reader reader, String text) throws IOException {
        Map<String, Object> verdict = new LinkedHashMap<>();
        try {
            Properties file = new Properties();
            file.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))); // a file on disk; Kafka reads it as ISO 8859-1
            verdict.put("ok", true);
            reader.read(file, verdict);
        } catch (RuntimeException rejected) {
            verdict.put("ok", false);
            verdict.put("exception", rejected.getClass().getSimpleName());
            verdict.put("message", rejected.getMessage());
        }
        return verdict;
    }

    private Verdicts() { }
}
