/** Packets and codecs of Engine.IO and Socket.IO. */
@NullMarked
package dev.madang.protocol;

import org.jspecify.annotations.NullMarked;
