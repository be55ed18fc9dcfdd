package dev.madang.server;

/** Makes the adapter of each namespace. */
@FunctionalInterface
public interface AdapterFactory {
    /** One process: the sockets of this server and no others. The default. */
    AdapterFactory IN_MEMORY = (namespace, local) -> local;

    /**
     * The adapter of a namespace, made when the namespace is first named.
     *
     * @param local serves the sockets of this process; an adapter for a cluster delegates to it
     */
    Adapter create(Namespace namespace, Adapter local);
}
