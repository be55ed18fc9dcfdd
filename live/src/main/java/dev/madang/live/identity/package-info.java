/** Who somebody is: what is claimed, and what is vouched for. */
@NullMarked
package dev.madang.live.identity;

import org.jspecify.annotations.NullMarked;
