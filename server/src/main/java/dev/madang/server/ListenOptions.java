package dev.madang.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a standalone server listens. Skeleton: the builder comes with the server.
 *
 * @param address host and port; port 0 takes a free one
 * @param loops event loops; 0 takes one per core
 * @param serveClient whether the client bundles are served under the engine's path
 * @param certificate PEM chain for TLS, or null for plain HTTP
 * @param key PEM key of the certificate, or null
 */
public record ListenOptions(
        InetSocketAddress address, int loops, boolean serveClient, @Nullable Path certificate, @Nullable Path key) {}
