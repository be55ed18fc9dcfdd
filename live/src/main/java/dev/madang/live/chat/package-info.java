/**
 * A chat on the comments' store: a room is a post whose id is made of the room's name, a message is a comment.
 *
 * <p>Events of the namespace {@code /chat}. The client emits:
 *
 * <ul>
 *   <li>{@code chat_join} {@code {room, name, after?, epoch?}}, answered by {@code {ok: true, room, you, people, epoch,
 *       reload, messages: [{id, seq, name, text, at}]}}. A socket is in one room; joining another leaves it. Without
 *       {@code after} the messages are the newest 100, oldest first. With {@code after}, the {@code seq} of the last
 *       message seen, they are the later ones; where these cannot be told, {@code reload} is true and they are the newest
 *       again, to replace what is shown. {@code room} has 1 to 64 characters, {@code name} 1 to 200.
 *   <li>{@code chat_send} {@code {text, cid?}}, answered by {@code {ok: true, message: {id, seq, name, text, at}}} when
 *       the message is stored durably. A repeated {@code cid} of the same name is the same message.
 * </ul>
 *
 * <p>A refusal is {@code {ok: false, error, retryAfter?}}: a Korean sentence, and milliseconds. The server emits {@code
 * chat_message} {@code {id, seq, name, text, at}} to all in the room, the sender among them (after its answer), in the
 * order of {@code seq}, which grows by one; and {@code chat_people} {@code {count}} after it changed, at most four times a
 * second. {@code at} is in milliseconds since 1970.
 */
@NullMarked
package dev.madang.live.chat;

import org.jspecify.annotations.NullMarked;
