package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import java.nio.file.Path;

/** What {@code SocketIo.listen} finds: a {@link NettyServer}. Safe for all threads. */
public final class NettyListenerProvider implements ListenerProvider {
    /** Called by the service loader. */
    public NettyListenerProvider() {}

    @Override
    public Listener listen(Engine engine, ListenOptions options) {
        NettyServer.Builder builder = NettyServer.builder(engine)
                .address(options.address())
                .loops(options.loops())
                .serveClient(options.serveClient())
                .limits(HttpLimits.of(options));
        Path certificate = options.certificate();
        Path key = options.key();
        if (certificate != null && key != null) {
            builder.tls(certificate, key);
        }
        return builder.listen();
    }
}
