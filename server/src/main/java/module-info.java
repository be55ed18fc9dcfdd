/** Socket.IO: namespaces, sockets, rooms, acks and the Adapter SPI. */
module dev.madang.server {
    requires transitive dev.madang.engine;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.madang.server;

    uses dev.madang.server.ListenerProvider;
}
