/** Tests of the dashboard. */
@NullMarked
package dev.madang.live.dashboard;

import org.jspecify.annotations.NullMarked;
