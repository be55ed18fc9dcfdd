/** Servers that protocol test suites talk to, one profile per suite. */
@NullMarked
package dev.madang.conformance;

import org.jspecify.annotations.NullMarked;
