import java.util.function.Supplier;

/** In a jar of its own, on Kafka's class path. */
public class Beside {
  public static final Supplier<String> WORDS = () -> "a jar beside it";
}
