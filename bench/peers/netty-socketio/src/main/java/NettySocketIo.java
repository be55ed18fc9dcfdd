import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import java.util.Map;

/** The contract of the bench server on netty-socketio: {@code java -jar netty-socketio.jar PORT [object]}. */
public final class NettySocketIo {
    private NettySocketIo() {}

    public static void main(String[] args) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(args[0]));
        configuration.setUseLinuxNativeEpoll(true);
        configuration.setBossThreads(1);
        configuration.setWorkerThreads(1);
        configuration.setHttpCompression(false);
        configuration.setWebsocketCompression(false);
        configuration.getSocketConfig().setReuseAddress(true);
        configuration.getSocketConfig().setTcpNoDelay(true);
        SocketIOServer server = new SocketIOServer(configuration);
        Class<?> type = args.length > 1 ? Map.class : String.class;
        listen(server, type);
        server.start();
        System.out.println("netty-socketio on port " + args[0]);
    }

    private static <T> void listen(SocketIOServer server, Class<T> type) {
        server.addEventListener("echo", type, (client, argument, ack) -> {
            if (ack.isAckRequested()) {
                ack.sendAckData(argument);
            } else {
                client.sendEvent("echo", argument);
            }
        });
        server.addEventListener("broadcast", type, (client, argument, ack) ->
                server.getBroadcastOperations().sendEvent("broadcast", argument));
    }
}
