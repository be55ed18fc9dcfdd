/** The server side of the official Admin UI: who is connected, what happens, and what an administrator does about it. */
@NullMarked
package dev.madang.admin;

import org.jspecify.annotations.NullMarked;
