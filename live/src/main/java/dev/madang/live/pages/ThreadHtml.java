package dev.madang.live.pages;

import dev.madang.live.v2.Row;
import dev.madang.live.v2.ServedPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A post's comments as the widget shows them, which takes them over without moving anything: the same elements with the
 * same classes, inside the same shadow root. For one page and one thread.
 */
final class ThreadHtml {
    /* What the widget makes links of: see row.js. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)\\]}]");
    private static final Pattern UNSEEN = Pattern.compile("[\\s\\p{Cf}]");
    private static final int HUES = 24;
    private static final String SEND = "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
            + "<path d=\"M12 19V5M5.5 11.5 12 5l6.5 6.5\"/></svg>";

    private final Html html;
    private final Words words;

    private ThreadHtml(Html html, Words words) {
        this.html = html;
        this.words = words;
    }

    /**
     * What stands inside the widget's element, or inside any other where nobody takes it over.
     *
     * @param server where the widget's files are, such as {@code https://comments.example.com}; empty for this server
     * @param page what to show
     * @param earlier where the comments before these are, if there are any
     */
    static void write(Html html, Words words, String server, ServedPage page, @Nullable String earlier) {
        html.open("template", "shadowrootmode", "open");
        html.open("link", "rel", "stylesheet", "href", server + "/widget/widget.css");
        new ThreadHtml(html, words).section(page, earlier);
        if (page.json() != null) {
            html.data(page.json());
        }
        html.close();
    }

    private void section(ServedPage page, @Nullable String earlier) {
        html.open("section", "class", "thread", "lang", words.tag(), "aria-label", words.of("댓글", "Comments"));
        html.open("header", "class", "top");
        html.element("h2", words.comments(page.count()), "class", "count");
        if (page.json() != null) {
            html.open("span", "class", "status", "data-state", "connecting");
            html.element("span", words.of("연결 중…", "Connecting…")).close();
            html.open("select", "class", "sort", "disabled", "", "aria-label", words.of("정렬", "Sort"));
            html.element("option", words.of("대화순", "By time")).close();
        }
        html.close().open("div", "class", "box");
        if (earlier != null) {
            html.open("div", "class", "earlier");
            html.element(
                            "a",
                            words.of("이전 댓글 보기", "Earlier comments"),
                            "class",
                            "quiet",
                            "href",
                            earlier,
                            "rel",
                            "next")
                    .close();
        }
        rows(page);
        html.close();
        if (page.json() != null) {
            foot();
        }
        html.close();
    }

    private void rows(ServedPage page) {
        List<List<Row>> threads = threads(page);
        if (threads.isEmpty()) {
            html.open("div", "class", "empty");
            html.element("strong", words.of("첫 댓글을 남겨보세요", "Write the first comment"));
            html.element("p", words.of("아직 조용합니다. 한마디면 충분해요.", "It is still quiet here. One line is enough."))
                    .close();
            return;
        }
        html.open("div", "class", "feed", "role", "feed", "aria-label", words.of("댓글", "Comments"));
        for (int i = 0; i < threads.size(); i++) {
            thread(threads.get(i), i + 1);
        }
        html.close();
    }

    /** Each thread: what began it, and its answers. The pinned ones come first. */
    private static List<List<Row>> threads(ServedPage page) {
        var threads = new ArrayList<List<Row>>();
        Set<String> known = page.rows().stream().map(Row::id).collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        for (Row row : page.pinned()) {
            if (row.root() == null || !known.contains(row.root())) {
                seen.add(row.id());
                threads.add(new ArrayList<>(List.of(row)));
            }
        }
        List<Row> thread = new ArrayList<>();
        for (Row row : page.rows()) {
            if (row.root() == null) {
                thread = threads.stream()
                        .filter(pinned -> pinned.getFirst().id().equals(row.id()))
                        .findFirst()
                        .orElseGet(ArrayList::new);
                if (seen.add(row.id())) {
                    thread.add(row);
                    threads.add(thread);
                }
            } else if (seen.add(row.id())) {
                thread.add(row);
            }
        }
        return threads;
    }

    private void thread(List<Row> thread, int place) {
        Row root = thread.getFirst();
        begin(root, Integer.toString(place));
        html.open("div", "class", "replies");
        for (Row reply : thread.subList(1, thread.size())) {
            begin(reply, "");
            html.close();
        }
        html.close();
        int missing = (root.replies() == null || root.root() != null ? 0 : root.replies()) - (thread.size() - 1);
        if (missing > 0) {
            html.open("div", "class", "after")
                    .element("span", words.replies(missing), "class", "quiet")
                    .close();
        }
        html.close();
    }

    /** An article with its own part, still open. */
    private void begin(Row row, String place) {
        Row.By by = row.by();
        String name = by == null ? "" : by.name();
        List<String> attributes = new ArrayList<>(List.of("class", "comment", "id", "c" + row.id()));
        attributes.addAll(List.of("itemprop", "comment", "itemscope", "", "itemtype", "https://schema.org/Comment"));
        attributes.addAll(List.of("aria-label", name.isEmpty() ? words.of("댓글", "Comment") : name));
        if (!place.isEmpty()) {
            attributes.addAll(List.of("aria-posinset", place, "aria-setsize", "-1"));
        }
        html.open("article", attributes.toArray(String[]::new)).open("div", "class", "own");
        if (row.gone() != null) {
            String stub = row.gone().equals("author")
                    ? words.of("삭제된 댓글입니다", "This comment was deleted")
                    : words.of("운영자가 가린 댓글입니다", "This comment was hidden by a moderator");
            html.element("p", stub, "class", "stub").close();
            return;
        }
        html.element("span", initial(name), "class", "avatar", "data-hue", hue(name), "aria-hidden", "true");
        html.open("div", "class", "body");
        head(row, name);
        html.open("p", "class", "text", "itemprop", "text");
        linked(row.text() == null ? "" : row.text());
        html.close().open("div", "class", "actions");
        vote("▲", row.up(), "upvoteCount", words.of("추천 ", "Vote up, "));
        vote("▼", row.down(), "downvoteCount", words.of("비추천 ", "Vote down, "));
        html.close().close().close();
    }

    private void head(Row row, String name) {
        html.open("header", "class", "head");
        html.open("span", "itemprop", "author", "itemscope", "", "itemtype", "https://schema.org/Person");
        html.element("strong", name, "class", "name", "itemprop", "name").close();
        String kind = row.by() == null ? "" : row.by().kind();
        if (kind.equals("owner")) {
            html.element("span", words.of("운영자", "Owner"), "class", "badge role");
        } else if (kind.equals("moderator")) {
            html.element("span", words.of("관리자", "Moderator"), "class", "badge role");
        }
        time(row.at());
        if (row.edited() != null) {
            html.element("span", words.of("(수정됨)", "(edited)"), "class", "soft");
        }
        if (row.pinned() != null) {
            html.element("span", words.of("고정됨", "Pinned"), "class", "badge");
        }
        html.close();
    }

    private void time(long at) {
        String instant = Instant.ofEpochMilli(at).toString();
        html.element(
                "time", words.day(at), "datetime", instant, "title", words.minute(at), "itemprop", "datePublished");
    }

    private void vote(String sign, int count, String property, String label) {
        if (count > 0) {
            html.open("span", "class", "act");
            html.element("span", label, "class", "unseen").element("span", sign, "aria-hidden", "true");
            html.element("span", Integer.toString(count), "itemprop", property).close();
        }
    }

    private void linked(String text) {
        Matcher address = ADDRESS.matcher(text);
        int at = 0;
        while (address.find()) {
            html.text(text.substring(at, address.start()));
            html.element(
                    "a",
                    address.group(),
                    "href",
                    address.group(),
                    "rel",
                    "nofollow ugc noopener noreferrer",
                    "target",
                    "_blank");
            at = address.end();
        }
        html.text(text.substring(at));
    }

    /** The form as it looks before it can be used. */
    private void foot() {
        html.open("div", "class", "foot").open("div", "class", "write-here");
        html.open("noscript")
                .element("p", words.of("댓글을 쓰려면 JavaScript가 필요합니다.", "Writing needs JavaScript."), "class", "shut");
        html.close()
                .open("div", "class", "composer still", "aria-hidden", "true")
                .open("div", "class", "sheet");
        html.open("div", "class", "who").element("span", words.of("이름", "Name"));
        html.element("span", "", "class", "nick").close();
        html.open("div", "class", "write");
        html.element("span", words.of("댓글을 써 보세요", "Write a comment"), "class", "field");
        html.open("span", "class", "send").markup(SEND).close().close().close();
        html.element("div", "", "class", "under").close().close();
        html.element("p", "", "class", "typing").close();
    }

    private static String initial(String name) {
        String bare = UNSEEN.matcher(name).replaceAll("");
        return bare.isEmpty()
                ? "?"
                : bare.substring(0, bare.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    private static String hue(String name) {
        int hash = 7;
        for (int letter : name.codePoints().toArray()) {
            hash = (hash * 31 + letter) % 9973;
        }
        return Integer.toString(hash % HUES);
    }
}
