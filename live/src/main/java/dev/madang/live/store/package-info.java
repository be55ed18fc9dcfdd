/** Where comments live: one small interface, group commit, and SQLite behind it. */
@NullMarked
package dev.madang.live.store;

import org.jspecify.annotations.NullMarked;
