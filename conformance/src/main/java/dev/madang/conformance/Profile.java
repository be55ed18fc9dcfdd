package dev.madang.conformance;

import dev.madang.server.ListenOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A contract between a test suite and the server it talks to. */
public enum Profile {
    /** The protocol suites of Engine.IO 3 and 4 and Socket.IO 5. */
    PROTOCOLS("v5", V5::start),
    /** The suite of the JavaScript client. */
    JS_CLIENT("js-client", JsClient::start),
    /** The suite of the JavaScript engine client. */
    ENGINE_CLIENT("engine-client", EngineClients::startForJavaScript),
    /** The suite of the Java client. */
    JAVA_CLIENT("java-client", JavaClient::start),
    /** The suite of the Java engine client. */
    JAVA_ENGINE_CLIENT("java-engine-client", EngineClients::startForJava);

    private final String title;
    private final Function<ListenOptions, ProfileServer> starter;

    Profile(String title, Function<ListenOptions, ProfileServer> starter) {
        this.title = title;
        this.starter = starter;
    }

    /** What it is called on the command line. */
    public String title() {
        return title;
    }

    /**
     * Starts the profile's server.
     *
     * @param where address, loops and TLS; with more than one loop, suites that lean on Node's single thread can fail
     * @throws java.io.UncheckedIOException if the port is taken, or a certificate or key cannot be read
     */
    public ProfileServer start(ListenOptions where) {
        return starter.apply(where);
    }

    static Optional<Profile> named(String title) {
        return Arrays.stream(values()).filter(each -> each.title.equals(title)).findFirst();
    }

    static String titles() {
        return Arrays.stream(values()).map(Profile::title).collect(Collectors.joining(", "));
    }
}
