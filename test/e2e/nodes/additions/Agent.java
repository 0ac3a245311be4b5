import java.nio.file.Files;
import java.nio.file.Path;

/** An agent as operators add one. Without all else that they add Kafka does not start. */
public class Agent {
  public static void premain(String argument) throws Exception {
    String file = Files.readString(Path.of("/etc/additions/file"));
    String hook = Files.readString(Path.of("/etc/additions/hook"));
    Files.writeString(Path.of("/var/log/kafka/additions"), String.join(", ", argument, Beside.WORDS.get(), file.trim(), hook.trim()));
  }
}
