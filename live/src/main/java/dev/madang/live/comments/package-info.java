/** Live comments: one order per post, the newest page in memory, and contract v1 over Socket.IO. */
@NullMarked
package dev.madang.live.comments;

import org.jspecify.annotations.NullMarked;
