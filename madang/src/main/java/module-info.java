/** The Socket.IO server in one dependency: the API and the Netty listener. */
module dev.madang {
    requires transitive dev.madang.server;
    requires transitive dev.madang.netty;
}
