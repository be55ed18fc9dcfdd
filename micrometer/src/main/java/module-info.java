/** Meters and observations of a Socket.IO server, by Micrometer. */
module dev.madang.micrometer {
    requires transitive dev.madang.server;
    requires transitive micrometer.core;
    requires micrometer.commons;
    requires transitive micrometer.observation;
    requires static transitive org.jspecify;

    exports dev.madang.micrometer;
}
