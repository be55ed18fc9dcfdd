/**
 * Contract v2: everything that happens to comments, over Socket.IO on the main namespace, for sockets whose handshake has
 * {@code auth.v = 2}. {@code docs/topics/live-api.md} lists requests, answers and pushes.
 */
@NullMarked
package dev.madang.live.v2;

import org.jspecify.annotations.NullMarked;
