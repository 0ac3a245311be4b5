import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;

/** Prints the names that Kafka makes of certificates' subjects by the rules that are the first argument, as JSON; null where it lets nobody in. */
public final class PrincipalNames {
    public static void main(String[] args) throws IOException {
        SslPrincipalMapper mapper = SslPrincipalMapper.fromRules(args[0]);
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 1; i < args.length; i++) {
            // As a TLS session tells the subject, from which Kafka takes it.
            names.put(args[i], named(mapper, new X500Principal(args[i]).getName()));
        }
        System.out.println(new ObjectMapper().writeValueAsString(names));
    }

    private static String named(SslPrincipalMapper mapper, String subject) {
        try {
            return mapper.getName(subject);
        } catch (IOException noRule) {
            return null;
        }
    }

    private PrincipalNames() { }
}
