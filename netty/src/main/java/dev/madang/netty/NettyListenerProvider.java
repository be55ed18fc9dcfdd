package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;

/** Skeleton. */
public final class NettyListenerProvider implements ListenerProvider {
    @Override
    public Listener listen(Engine engine, ListenOptions options) {
        throw new UnsupportedOperationException("skeleton");
    }
}
