/** Token buckets per socket, address and event, and a gate for handshakes. */
module dev.madang.limits {
    requires transitive dev.madang.server;
    requires io.github.bucket4j.core;
    requires static transitive org.jspecify;

    exports dev.madang.limits;
}
