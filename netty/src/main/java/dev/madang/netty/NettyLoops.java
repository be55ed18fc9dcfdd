package dev.madang.netty;

import dev.madang.engine.Engine;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops of one server: one {@link NettyLoop} for each event loop on which a connection was seen. Any thread. */
final class NettyLoops {
    /*
     * Event loops may be somebody else's, and outlive many servers: what we leave with them holds no server. An event
     * loop that is given tasks until its last moment may leave its hooks out: those sessions end with the engine.
     */
    private final Engine engine;
    private final ConcurrentHashMap<EventLoop, NettyLoop> loops = new ConcurrentHashMap<>();
    private final AtomicInteger indexes = new AtomicInteger();

    NettyLoops(Engine engine) {
        this.engine = engine;
    }

    NettyLoop of(EventLoop eventLoop) {
        NettyLoop loop = loops.get(eventLoop);
        return loop != null ? loop : loops.computeIfAbsent(eventLoop, this::made);
    }

    private NettyLoop made(EventLoop eventLoop) {
        NettyLoop loop = new NettyLoop(indexes.getAndIncrement(), eventLoop, engine);
        if (eventLoop instanceof SingleThreadEventExecutor executor) {
            executor.addShutdownHook(new End(new WeakReference<>(loop)));
        }
        return loop;
    }

    /** What an event loop does before it ends. */
    private record End(WeakReference<NettyLoop> loop) implements Runnable {
        @Override
        public void run() {
            NettyLoop ended = loop.get();
            if (ended != null) {
                ended.ended();
            }
        }
    }
}
