package dev.madang.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cable between a client and a server. While it is held, the client seems not to read: what the server sends fills
 * the buffers of the network, and then the server's own. Any thread.
 */
final class Cable implements AutoCloseable {
    private static final int SMALL = 16 * 1024;

    private final ServerSocket entrance;
    private final InetSocketAddress server;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private boolean held;

    Cable(int port) {
        try {
            server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + entrance.getLocalPort();
    }

    /** Nothing that the server sends goes further. */
    synchronized void hold() {
        held = true;
    }

    /** What was held goes on, and all that comes behind it. */
    synchronized void release() {
        held = false;
        notifyAll();
    }

    private synchronized void pass() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entrance.accept();
                ends.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        ends.add(far);
        try {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.setReceiveBufferSize(SMALL);
            far.connect(server);
            Thread.ofVirtual().start(() -> copy(near, far, false));
            copy(far, near, true);
        } catch (IOException broken) {
            cut(near, far);
        }
    }

    private void copy(Socket from, Socket to, boolean down) {
        byte[] bytes = new byte[SMALL];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (down) {
                    pass();
                }
                out.write(bytes, 0, length);
            }
        } catch (IOException broken) {
            // The other end hears of it.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            cut(from, to);
        }
    }

    private void cut(Socket... both) {
        for (Socket end : both) {
            ends.remove(end);
            try {
                end.close();
            } catch (IOException gone) {
                // It is closed all the same.
            }
        }
    }

    @Override
    public void close() throws IOException {
        release();
        entrance.close();
        cut(ends.toArray(Socket[]::new));
    }
}
