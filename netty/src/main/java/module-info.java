/** HTTP, polling, WebSocket and TLS on Netty. */
module dev.madang.netty {
    requires transitive dev.madang.server;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.handler;
    requires static io.netty.transport.classes.epoll;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.madang.netty;

    provides dev.madang.server.ListenerProvider with
            dev.madang.netty.NettyListenerProvider;
}
