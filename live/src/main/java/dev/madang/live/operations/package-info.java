/** What operators ask the application: whether it is well, and how busy it is. */
@NullMarked
package dev.madang.live.operations;

import org.jspecify.annotations.NullMarked;
