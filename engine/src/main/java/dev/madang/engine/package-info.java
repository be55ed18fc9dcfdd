/** Engine.IO sessions as state machines. */
@NullMarked
package dev.madang.engine;

import org.jspecify.annotations.NullMarked;
