/** The application: live comments and chat, ready to run. */
@NullMarked
package dev.madang.live;

import org.jspecify.annotations.NullMarked;
