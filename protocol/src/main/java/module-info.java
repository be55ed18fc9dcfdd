/** Packets and codecs of Engine.IO and Socket.IO: no threads, no clock, no I/O. */
module dev.madang.protocol {
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.madang.protocol;
}
