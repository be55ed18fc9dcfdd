package dev.madang.netty;

import dev.madang.engine.Engine;
import dev.madang.engine.RequestHead;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link SocketIoHandler} of each connection of one server, and holds what they share. Safe for all threads.
 * It needs no closing: closing the engine ends the sessions, and their connections with them.
 */
public final class SocketIoHandlers {
    final Engine engine;
    final NettyLoops loops;
    final boolean standalone;
    final HttpLimits limits;
    final @Nullable ClientBundles bundles;
    private final Repeats repeats = new Repeats();

    private SocketIoHandlers(Builder builder) {
        this.engine = builder.engine;
        this.loops = new NettyLoops(builder.engine);
        this.standalone = builder.standalone;
        this.limits = builder.limits;
        this.bundles = builder.serveClient ? new ClientBundles() : null;
    }

    /** Handlers for {@code engine}, to be configured. */
    public static Builder builder(Engine engine) {
        return new Builder(engine);
    }

    /** A handler for one connection. */
    public SocketIoHandler create() {
        return new SocketIoHandler(this);
    }

    /** The head of a request that came over {@code channel}. */
    RequestHead head(HttpRequest request, Channel channel) {
        return RequestHeads.of(request, channel, engine.options().trustedProxies(), repeats);
    }

    /** Options of the handlers. Not safe for several threads. */
    public static final class Builder {
        private final Engine engine;
        private boolean serveClient = true;
        private boolean standalone;
        private HttpLimits limits = HttpLimits.EMBEDDED;

        private Builder(Engine engine) {
            this.engine = engine;
        }

        /** Whether the JavaScript client's files are served under the engine's path; true if not called. */
        public Builder serveClient(boolean serve) {
            this.serveClient = serve;
            return this;
        }

        /** The connections are ours alone: broken requests are answered here, and idle ones end. */
        Builder standalone(HttpLimits values) {
            this.standalone = true;
            this.limits = values;
            return this;
        }

        /** The handlers. */
        public SocketIoHandlers build() {
            return new SocketIoHandlers(this);
        }
    }
}
