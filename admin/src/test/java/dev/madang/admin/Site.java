package dev.madang.admin;

import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A server with an Admin UI, and its clients. */
final class Site implements AutoCloseable {
    /** Of {@code correct horse}, made by bcryptjs. */
    static final String HASH = "$2a$04$2fkYodbtqW1K3J.BvhT8SuEnFTIrFjkAcZ0eK/HAgSOWxxHRcVn4e";

    static final String RIGHT = "{\"username\":\"mina\",\"password\":\"correct horse\"}";

    final AtomicLong nanos = new AtomicLong();
    final SocketIo io;
    private final Queue<WireClient> clients = new ConcurrentLinkedQueue<>();
    private final int port;

    Site(UnaryOperator<AdminOptions.Builder> choose, Consumer<SocketIo> application) {
        AdminUi admin = new AdminUi(
                choose.apply(AdminOptions.builder().nanoTime(nanos::get)).build());
        io = SocketIo.builder().monitor(admin).build();
        application.accept(io);
        admin.instrument(io);
        port = io.listen("127.0.0.1", 0).address().getPort();
    }

    /** For tests of who may log in. */
    static Site guarded() {
        return new Site(options -> options.basic("mina", HASH), io -> {});
    }

    /** For tests of what is shown: without a password. */
    static Site open(Consumer<SocketIo> application) {
        return new Site(options -> options.noAuthentication().serverId("one"), application);
    }

    WireClient client() {
        WireClient client = WireClient.connect(port, "Cookie", "secret=1");
        clients.add(client);
        return client;
    }

    WireClient administrator() {
        WireClient client = client();
        client.joins("/admin,");
        return client;
    }

    @Override
    public void close() {
        io.close();
        clients.forEach(WireClient::close);
    }
}
