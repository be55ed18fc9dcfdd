package dev.madang.live.limits;

import dev.madang.server.Middleware;
import dev.madang.server.Socket;

/**
 * Lets sockets into a namespace, as many and as fast as the limits of their address allow. Any thread.
 *
 * @param limits what one address may do
 * @param refusal what a client is told that is not let in
 */
public record Doorkeeper(RateLimits limits, String refusal) implements Middleware {
    @Override
    public void handle(Socket socket, Next next) {
        if (limits.letsIn(socket.remoteAddress())) {
            next.proceed();
        } else {
            next.refuse(refusal);
        }
    }
}
