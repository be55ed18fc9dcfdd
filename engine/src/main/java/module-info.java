/** Engine.IO sessions: state machines driven by calls and ticks. */
module dev.madang.engine {
    requires transitive dev.madang.protocol;
    requires static transitive org.jspecify;

    exports dev.madang.engine;
}
