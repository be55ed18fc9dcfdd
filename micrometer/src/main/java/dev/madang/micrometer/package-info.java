/** Meters and observations of a Socket.IO server, by Micrometer. */
@NullMarked
package dev.madang.micrometer;

import org.jspecify.annotations.NullMarked;
