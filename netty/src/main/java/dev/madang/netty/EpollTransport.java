package dev.madang.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** Linux's epoll, kept apart because its classes and its native library may be missing. Safe for all threads. */
final class EpollTransport {
    private EpollTransport() {}

    static boolean isAvailable() {
        try {
            return Epoll.isAvailable();
        } catch (LinkageError e) {
            return false;
        }
    }

    static IoHandlerFactory handlers() {
        return EpollIoHandler.newFactory();
    }

    static Channel listeningChannel() {
        return new EpollServerSocketChannel();
    }
}
