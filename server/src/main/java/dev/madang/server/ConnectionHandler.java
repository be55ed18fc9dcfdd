package dev.madang.server;

/** Gets each socket that joins a namespace, before any of its events. */
@FunctionalInterface
public interface ConnectionHandler {
    /** A socket has joined: its client has been told. On the socket's handler thread. */
    void connected(Socket socket);
}
