/** The dashboard of who runs the site: signing in, how busy the server is, and what to decide. */
@NullMarked
package dev.madang.live.dashboard;

import org.jspecify.annotations.NullMarked;
