package dev.madang.netty;

/** The answer that ends an HTTP connection; whatever the peer sends behind it is dropped. On the connection's loop. */
final class LastAnswer {
    private final SocketIoHandler handler;
    private boolean given;

    LastAnswer(SocketIoHandler handler) {
        this.handler = handler;
    }

    /** Whether it was given, or the connection is gone: nothing starts any more. */
    boolean given() {
        return given;
    }

    /** The connection is gone. */
    void gone() {
        given = true;
    }

    /**
     * Gives it, as a message of HTTP or as bytes where its handlers are gone. A peer that does not take it is timed.
     *
     * @param ended whether the request has come to its end, so that nothing of the peer's can still be on its way
     */
    void send(Object response, boolean ended) {
        given = true;
        handler.clock().stalled();
        NettyLoop home = handler.loop();
        handler.context().writeAndFlush(response).addListener(written -> {
            if (ended || !written.isSuccess()) {
                handler.context().close();
            } else {
                Linger.begin(handler.context().channel(), home);
            }
        });
    }
}
