package dev.madang.live.moderation;

import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What readers reported and no moderator has looked at yet. Answers from memory. Any thread. */
final class Reports {
    /*
     * One of a person and comment: of a user, or of a network, since anybody can be as many guests as they like. What a moderator
     * decided stands: later reports of that comment are not kept.
     */
    static final String KIND = "report";

    /** What a decision settled, by the entry of the log that says so. */
    static final String SETTLED_BY = "settled";

    private static final String SETTLED = "~";
    private static final int MOST = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Map<String, Report>> open = new LinkedHashMap<>();
    private final Set<String> settled = new HashSet<>();

    /** What to write for a new report; empty if it would change nothing. */
    synchronized Optional<Records.Put> put(PostId post, String comment, String reporter, String reason, long now) {
        Map<String, Report> known = open.getOrDefault(comment, Map.of());
        if (settled.contains(comment) || known.containsKey(reporter) || known.size() >= MOST) {
            return Optional.empty();
        }
        var report = new Report(post.hex(), reason, now);
        return Optional.of(
                new Records.Put(KIND, comment + "/" + reporter, JSON.writeValueAsString(report), Records.Put.NONE));
    }

    /** What to write when a moderator decided about a comment, as an entry of the log says. */
    synchronized List<Records.Put> settle(PostId post, String comment, long now, String entry) {
        var puts = new ArrayList<Records.Put>();
        Map<String, Report> known = open.getOrDefault(comment, Map.of());
        if (known.isEmpty()) {
            return puts;
        }
        known.keySet()
                .forEach(reporter -> puts.add(new Records.Put(KIND, comment + "/" + reporter, null, Records.Put.ANY)));
        var mark = new Report(post.hex(), "", now);
        puts.add(new Records.Put(KIND, comment + "/" + SETTLED, JSON.writeValueAsString(mark), Records.Put.ANY));
        puts.add(new Records.Put(SETTLED_BY, entry, JSON.writeValueAsString(known), Records.Put.ANY));
        return puts;
    }

    /** What to write when that decision is taken back: its reports wait again. */
    static List<Records.Put> reopen(String comment, String settled) {
        var puts = new ArrayList<Records.Put>();
        JSON.readTree(settled)
                .properties()
                .forEach(report -> puts.add(new Records.Put(
                        KIND, comment + "/" + report.getKey(), report.getValue().toString(), Records.Put.ANY)));
        puts.add(new Records.Put(KIND, comment + "/" + SETTLED, null, Records.Put.ANY));
        return puts;
    }

    /** How many reported a comment. */
    synchronized int count(String comment) {
        return open.getOrDefault(comment, Map.of()).size();
    }

    /** What is said about a comment, the oldest first. */
    synchronized List<Report> of(String comment) {
        return List.copyOf(open.getOrDefault(comment, Map.of()).values());
    }

    /** The ids of comments that are reported with their posts, the newest comment first. */
    synchronized List<Map.Entry<String, PostId>> comments() {
        return open.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(),
                        new PostId(entry.getValue().values().iterator().next().post())))
                .sorted(Comparator.comparing((Map.Entry<String, PostId> entry) -> entry.getKey())
                        .reversed())
                .toList();
    }

    synchronized void written(String key, @Nullable String json) {
        int slash = key.indexOf('/');
        String comment = key.substring(0, slash);
        String reporter = key.substring(slash + 1);
        if (reporter.equals(SETTLED)) {
            if (json == null) {
                settled.remove(comment);
            } else {
                settled.add(comment);
            }
            return;
        }
        Map<String, Report> known = open.computeIfAbsent(comment, id -> new LinkedHashMap<>());
        if (json == null) {
            known.remove(reporter);
        } else {
            known.put(reporter, JSON.readValue(json, Report.class));
        }
        if (known.isEmpty()) {
            open.remove(comment);
        }
    }
}
