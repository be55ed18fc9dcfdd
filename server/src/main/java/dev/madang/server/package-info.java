/** The Socket.IO API. */
@NullMarked
package dev.madang.server;

import org.jspecify.annotations.NullMarked;
