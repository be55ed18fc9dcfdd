/** How much one client may ask for in a time: token buckets, by Bucket4j. */
@NullMarked
package dev.madang.limits;

import org.jspecify.annotations.NullMarked;
