package dev.madang.live.v2;

import dev.madang.live.store.PostId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is in each chat room, told to those in it at most once a second. Somebody with several windows is there once. Any thread.
 */
final class People {
    /*
     * The tutorial's chat tells everybody of each arrival, which for a full room is the square of its size. Here the whole list
     * goes out once a second while it is short, and only its length beyond that.
     */
    private static final int LISTED = 50;

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Map<PostId, Crowd> crowds = new ConcurrentHashMap<>();
    private final Later later;
    private final Consumer<Values.People> announcement;

    People(Later later, Consumer<Values.People> announcement) {
        this.later = later;
        this.announcement = announcement;
    }

    /** Somebody came, with one window more; whoever was there is called so from now on. */
    void enter(PostId post, Row.By who) {
        change(post, crowd -> {
            Seat seat = crowd.seats.computeIfAbsent(who.key(), key -> new Seat(who));
            seat.who = who;
            seat.windows++;
        });
    }

    /** One window of somebody went. */
    void exit(PostId post, String key) {
        change(post, crowd -> crowd.seats.computeIfPresent(key, (same, seat) -> --seat.windows == 0 ? null : seat));
    }

    private void change(PostId post, Consumer<Crowd> step) {
        crowds.compute(post, (same, known) -> {
            Crowd crowd = known == null ? new Crowd() : known;
            step.accept(crowd);
            if (!crowd.announcing) {
                crowd.announcing = true;
                later.run(EVERY, () -> announce(post));
            }
            return crowd;
        });
    }

    private void announce(PostId post) {
        Crowd left = crowds.computeIfPresent(post, (same, crowd) -> {
            crowd.announcing = false;
            crowd.news = crowd.list(post);
            return crowd.seats.isEmpty() ? null : crowd;
        });
        Values.People news = left == null ? null : left.news;
        if (news != null) {
            announcement.accept(news);
        }
    }

    private static final class Crowd {
        final Map<String, Seat> seats = new LinkedHashMap<>();
        boolean announcing;
        volatile Values.@Nullable People news;

        Values.People list(PostId post) {
            List<Row.By> all = seats.size() > LISTED
                    ? List.of()
                    : seats.values().stream().map(seat -> seat.who).toList();
            return new Values.People(post.hex(), seats.size(), all);
        }
    }

    private static final class Seat {
        Row.By who;
        int windows;

        Seat(Row.By who) {
            this.who = who;
        }
    }
}
