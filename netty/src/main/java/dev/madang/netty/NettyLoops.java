package dev.madang.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops of one server: one {@link NettyLoop} for each event loop on which a connection was seen. Any thread. */
final class NettyLoops {
    private final ConcurrentHashMap<EventLoop, NettyLoop> loops = new ConcurrentHashMap<>();
    private final AtomicInteger indexes = new AtomicInteger();

    NettyLoop of(EventLoop eventLoop) {
        NettyLoop loop = loops.get(eventLoop);
        return loop != null
                ? loop
                : loops.computeIfAbsent(eventLoop, each -> new NettyLoop(indexes.getAndIncrement(), each));
    }
}
