/**
 * The load generator: one event loop that speaks just enough of HTTP, WebSocket, Engine.IO 4 and Socket.IO 5 to keep a
 * server busy, reads frames where they lie, and measures the server's own CPU clock.
 */
@NullMarked
package dev.madang.bench.load;

import org.jspecify.annotations.NullMarked;
