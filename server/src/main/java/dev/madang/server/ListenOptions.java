package dev.madang.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a standalone server listens. Immutable; the {@code with…} methods answer changed copies.
 *
 * @param address host and port; port 0 takes a free one
 * @param loops event loops; 0 takes one per core
 * @param serveClient whether the client bundles are served under the engine's path
 * @param certificate PEM chain for TLS, or null for plain HTTP
 * @param key PEM key (PKCS #8) of the certificate, or null
 * @param maxHeaders headers of one request; more are answered 431
 * @param maxHeaderBytes bytes of all headers of one request together
 * @param maxRequestLineBytes bytes of the request line
 * @param maxFragments frames of one WebSocket message; more close the connection
 */
public record ListenOptions(
        InetSocketAddress address,
        int loops,
        boolean serveClient,
        @Nullable Path certificate,
        @Nullable Path key,
        int maxHeaders,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        int maxFragments) {

    /** Refuses values out of range by name, and a certificate without its key. */
    public ListenOptions {
        atLeast(0, "loops", loops);
        atLeast(1, "maxHeaders", maxHeaders);
        atLeast(1, "maxHeaderBytes", maxHeaderBytes);
        atLeast(1, "maxRequestLineBytes", maxRequestLineBytes);
        atLeast(1, "maxFragments", maxFragments);
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key are given together or not at all");
        }
    }

    /** All addresses of the machine, one loop per core, plain HTTP, client bundles served. */
    public static ListenOptions port(int port) {
        return at(new InetSocketAddress(port));
    }

    /** One address of the machine; a name that cannot be resolved is found out when listening. */
    public static ListenOptions at(String host, int port) {
        return at(new InetSocketAddress(host, port));
    }

    /**
     * One address: 100 headers of 8 KiB together, a request line of 4 KiB, 1,024 fragments.
     */
    public static ListenOptions at(InetSocketAddress address) {
        return new ListenOptions(address, 0, true, null, null, 100, 8 * 1024, 4 * 1024, 1024);
    }

    /** With that many event loops; 0 takes one per core. */
    public ListenOptions withLoops(int count) {
        return new ListenOptions(
                address,
                count,
                serveClient,
                certificate,
                key,
                maxHeaders,
                maxHeaderBytes,
                maxRequestLineBytes,
                maxFragments);
    }

    /** With or without the client bundles. */
    public ListenOptions withServeClient(boolean on) {
        return new ListenOptions(
                address, loops, on, certificate, key, maxHeaders, maxHeaderBytes, maxRequestLineBytes, maxFragments);
    }

    /** With TLS, from a PEM chain and its PEM key. */
    public ListenOptions withTls(Path chain, Path privateKey) {
        return new ListenOptions(
                address,
                loops,
                serveClient,
                chain,
                privateKey,
                maxHeaders,
                maxHeaderBytes,
                maxRequestLineBytes,
                maxFragments);
    }

    /** With other limits of a request's head. */
    public ListenOptions withHeadLimits(int headers, int headerBytes, int requestLineBytes) {
        return new ListenOptions(
                address, loops, serveClient, certificate, key, headers, headerBytes, requestLineBytes, maxFragments);
    }

    /** With another limit of frames per message. */
    public ListenOptions withMaxFragments(int fragments) {
        return new ListenOptions(
                address,
                loops,
                serveClient,
                certificate,
                key,
                maxHeaders,
                maxHeaderBytes,
                maxRequestLineBytes,
                fragments);
    }

    private static void atLeast(int minimum, String name, int value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", not " + value);
        }
    }
}
