package dev.madang.live.v2;

import dev.madang.live.store.PageQuery;
import dev.madang.live.store.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts what one person alone sees into the lists that everybody gets. */
final class VeiledLists {
    private static final int THREADS = 50;

    private VeiledLists() {}

    /** The first page. */
    static Values.Page page(Veil veil, Values.Page page, boolean flat) {
        List<Group> groups = flat ? single(veil, page.rows()) : grouped(veil, page.rows(), false);
        long oldest =
                page.next() == null || groups.isEmpty() ? 0 : groups.getFirst().seq();
        veil.own().values().stream()
                .filter(row -> flat || row.root() == null)
                .filter(row -> row.seq() > oldest)
                .forEach(row -> groups.add(new Group(row, 0)));
        groups.sort(Comparator.comparingLong(Group::seq));
        if (!flat) {
            addReplies(veil, groups);
        }
        int dropped = Math.max(0, groups.size() - THREADS);
        List<Group> kept = groups.subList(dropped, groups.size());
        String next = dropped == 0 && page.next() == null || kept.isEmpty()
                ? null
                : Long.toString(kept.getFirst().seq());
        return new Values.Page(
                page.post(),
                page.epoch(),
                veil.mark(page.rev()),
                veil.count(page.count()),
                rows(kept),
                page.pinned().stream().map(veil::of).toList(),
                next);
    }

    /** A part of a list behind a cursor, which is this person's. */
    static Values.More more(Veil veil, PageQuery query, PageQuery.@Nullable Cursor cursor, Values.More real) {
        String root = query.root();
        boolean answers = root != null;
        List<Group> groups =
                answers ? single(veil, real.rows()) : grouped(veil, real.rows(), query.order() == PageQuery.Order.BEST);
        Comparator<Group> order = order(query.order());
        Optional<Group> last =
                real.next() == null ? Optional.empty() : groups.stream().max(order);
        var own = new ArrayList<Group>();
        for (Row row : veil.own().values()) {
            var group = new Group(row, 0);
            boolean here = root == null ? row.root() == null : root.equals(row.root());
            boolean behind = cursor == null
                    || order.compare(group, new Group(row.numbered(cursor.seq(), 0), cursor.score())) > 0;
            if (here && behind && last.map(end -> order.compare(group, end) < 0).orElse(true)) {
                own.add(group);
            }
        }
        groups.addAll(own);
        groups.sort(order);
        if (!answers) {
            addReplies(veil, groups);
        }
        List<Group> kept = groups.subList(0, Math.min(query.limit(), groups.size()));
        boolean more = kept.size() < groups.size() || real.next() != null;
        String next = more && !kept.isEmpty()
                ? new PageQuery.Cursor(kept.getLast().score, kept.getLast().seq()).toString()
                : null;
        return new Values.More(true, rows(kept), next);
    }

    /** What changed since a mark, which is this person's. */
    static Values.Missed missed(Veil veil, long since, Values.Missed real) {
        long head = real.more() ? veil.shown(real.rev()) : veil.mark(real.rev());
        var byId = new HashMap<String, Row>();
        real.rows().forEach(row -> byId.put(row.id(), veil.of(row)));
        veil.between(since, head).values().forEach(row -> byId.put(row.id(), row));
        var byRev = new TreeMap<Long, Row>();
        byId.values().forEach(row -> byRev.put(row.rev(), row));
        return new Values.Missed(
                true, real.epoch(), head, veil.count(real.count()), List.copyOf(byRev.values()), real.more());
    }

    private static Comparator<Group> order(PageQuery.Order order) {
        return switch (order) {
            case OLDEST -> Comparator.comparingLong(Group::seq);
            case NEWEST -> Comparator.comparingLong(Group::seq).reversed();
            case BEST ->
                Comparator.comparingLong((Group group) -> group.score)
                        .thenComparingLong(Group::seq)
                        .reversed();
        };
    }

    private static List<Group> single(Veil veil, List<Row> rows) {
        var groups = new ArrayList<Group>();
        rows.forEach(row -> groups.add(new Group(veil.of(row), 0)));
        return groups;
    }

    private static List<Group> grouped(Veil veil, List<Row> rows, boolean best) {
        var groups = new ArrayList<Group>();
        for (Row row : rows) {
            if (row.root() == null) {
                groups.add(new Group(veil.of(row), best ? Score.of(row.up(), row.down()) : 0));
            } else if (!groups.isEmpty()) {
                groups.getLast().replies.add(veil.of(row));
            }
        }
        return groups;
    }

    private static void addReplies(Veil veil, List<Group> groups) {
        Map<String, Group> byRoot = new HashMap<>();
        groups.forEach(group -> byRoot.put(group.root.id(), group));
        for (Row row : veil.own().values()) {
            Group group = row.root() == null ? null : byRoot.get(row.root());
            if (group != null) {
                group.replies.add(row);
                group.replies.sort(Comparator.comparingLong(Row::seq));
                if (group.replies.size() > PageQuery.FIRST_REPLIES) {
                    group.replies.removeLast();
                }
            }
        }
    }

    private static List<Row> rows(List<Group> groups) {
        var rows = new ArrayList<Row>();
        for (Group group : groups) {
            rows.add(group.root);
            rows.addAll(group.replies);
        }
        return rows;
    }

    /** A row with the first answers of its thread. */
    private static final class Group {
        final Row root;
        final long score;
        final List<Row> replies = new ArrayList<>();

        Group(Row root, long score) {
            this.root = root;
            this.score = score;
        }

        long seq() {
            return root.seq();
        }
    }
}
