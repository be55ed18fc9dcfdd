/** What is shown without JavaScript, and before it: the pages that the server writes. */
@NullMarked
package dev.madang.live.pages;

import org.jspecify.annotations.NullMarked;
