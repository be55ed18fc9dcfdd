/** Comments on their way in and out: imports, exports, backups, a person's data, and what time takes away. */
@NullMarked
package dev.madang.live.transfer;

import org.jspecify.annotations.NullMarked;
