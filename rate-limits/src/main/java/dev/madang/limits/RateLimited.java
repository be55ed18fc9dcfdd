package dev.madang.limits;

import dev.madang.server.Socket;
import java.time.Duration;

/**
 * An event that came too fast and is not handled.
 *
 * @param socket whose event it was
 * @param event its name, as the client gave it
 * @param retryAfter how long the client would have to wait until one is free
 * @param disconnected whether the client is disconnected for it, because it goes on and on
 */
public record RateLimited(Socket socket, String event, Duration retryAfter, boolean disconnected) {}
