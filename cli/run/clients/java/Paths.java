import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Asks who answers on each advertised address, through every address that its name resolves to.
 *
 * Since KIP-1242 a client may say in its first request which node of which cluster it means to talk to, and any other node refuses. So a
 * broker is identified by the node id that it does not refuse, before any authentication and without any right on the cluster.
 */
final class Paths {
    private static final short VERSION = 5;
    private static final int TIMEOUT_MS = 5_000;

    private final Properties connection;

    Paths(JsonNode config) {
        connection = Client.connection(config);
    }

    void run() throws Exception {
        String clusterId;
        Collection<Node> brokers;
        try (Admin admin = Admin.create(connection)) {
            var cluster = admin.describeCluster();
            clusterId = cluster.clusterId().get();
            brokers = cluster.nodes().get();
        }
        String[] bootstrap = connection.getProperty("bootstrap.servers").split(",")[0].split(":");
        ask(clusterId, -1, bootstrap[0], Integer.parseInt(bootstrap[1]), brokers);
        for (Node broker : brokers) {
            ask(clusterId, broker.id(), broker.host(), broker.port(), brokers);
        }
    }

    private void ask(String clusterId, int expected, String host, int port, Collection<Node> brokers) throws UnknownHostException {
        List<Integer> candidates = new ArrayList<>();
        brokers.forEach(broker -> candidates.add(broker.id() == expected ? 0 : candidates.size(), broker.id()));
        for (InetAddress address : InetAddress.getAllByName(host)) {
            Map<String, Object> path = new LinkedHashMap<>();
            path.put("host", host);
            path.put("port", port);
            path.put("address", address.getHostAddress());
            path.put("expected", expected);
            try (Socket socket = open(host, address, port)) {
                for (int candidate : candidates) {
                    if (isNode(socket, clusterId, candidate)) {
                        path.put("answers", candidate);
                        break;
                    }
                }
            } catch (IOException failure) {
                path.put("problem", failure.toString());
            }
            Client.say("path", path);
        }
    }

    private static boolean isNode(Socket socket, String clusterId, int nodeId) throws IOException {
        var data = new ApiVersionsRequestData().setClientSoftwareName("local-cluster").setClientSoftwareVersion("1").setClusterId(clusterId).setNodeId(nodeId);
        ByteBuffer request = new ApiVersionsRequest(data, VERSION).serializeWithHeader(new RequestHeader(ApiKeys.API_VERSIONS, VERSION, "paths", 1));
        socket.getOutputStream().write(ByteBuffer.allocate(4 + request.remaining()).putInt(request.remaining()).put(request).array());
        DataInputStream input = new DataInputStream(socket.getInputStream());
        byte[] response = new byte[input.readInt()];
        input.readFully(response);
        Errors error = Errors.forCode(ByteBuffer.wrap(response).getShort(4)); // after the correlation id
        if (error != Errors.NONE && error != Errors.REBOOTSTRAP_REQUIRED) { throw new IOException("answered " + error); }
        return error == Errors.NONE;
    }

    private Socket open(String host, InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(address, port), TIMEOUT_MS);
        if (!String.valueOf(connection.get("security.protocol")).endsWith("SSL")) { return socket; }
        SSLSocket secured = (SSLSocket) tls().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }

    private SSLContext tls() {
        var factory = new DefaultSslEngineFactory();
        factory.configure(new AdminClientConfig(connection).values());
        return factory.sslContext();
    }
}
