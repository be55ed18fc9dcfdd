/** The servers, driven by the real clients. */
@NullMarked
package dev.madang.e2e;

import org.jspecify.annotations.NullMarked;
