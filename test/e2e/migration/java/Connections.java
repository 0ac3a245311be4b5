import com.sun.tools.attach.VirtualMachine;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many connections a listener of a broker has, by the MBean that docs/migration.md names: {@code java Connections PID LISTENER}. */
public final class Connections {
    public static void main(String[] args) throws Exception {
        String address = VirtualMachine.attach(args[0]).startLocalManagementAgent();
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            double connections = 0;
            for (var name : server.queryNames(new ObjectName("kafka.server:type=socket-server-metrics,listener=" + args[1] + ",networkProcessor=*"), null)) {
                connections += ((Number) server.getAttribute(name, "connection-count")).doubleValue();
            }
            System.out.println("{\"event\":\"connections\",\"count\":" + (int) connections + "}");
        }
    }

    private Connections() { }
}
