package dev.madang.examples;

/** An example that runs: its page is at {@code /} of its port. Any thread. */
public interface Example extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /** Says goodbye to all clients, frees the port and ends the threads. */
    @Override
    void close();
}
