/** What the tests of several modules share. */
@NullMarked
package dev.madang.testkit;

import org.jspecify.annotations.NullMarked;
