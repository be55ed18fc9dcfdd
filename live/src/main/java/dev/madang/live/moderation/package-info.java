/**
 * Who may write what, and what becomes of it: settings, the policy that every comment passes, people who were stopped, reports,
 * what moderators do and undo, and webhooks. All of it stands in the store's records and in memory.
 */
@NullMarked
package dev.madang.live.moderation;

import org.jspecify.annotations.NullMarked;
