package dev.madang.live.pages;

import dev.madang.live.store.Topic;
import dev.madang.live.v2.ServedPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands around a post's comments on this server's own pages. Immutable. */
final class Shell {
    private static final String PLACE = "<!-- thread -->";
    private static final Pattern TEXT = Pattern.compile("(?m)^  (\\w+): '([^']*)',$");
    private static final Pattern MARKED = Pattern.compile("(data-text=\"(\\w+)\"([^>]*)>)([^<]*)<");
    private static final Pattern DIRECTIONS = Pattern.compile("[\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069]");

    private final String korean;
    private final String english;

    private Shell(String korean, String english) {
        this.korean = korean;
        this.english = english;
    }

    /** Reads the comments page from the application's files. */
    static Shell load() {
        String page = file("index.html");
        if (!page.contains(PLACE)) {
            throw new IllegalStateException("index.html has no place for the comments");
        }
        return new Shell(page, english(page, file("ui/texts.js")));
    }

    private static String file(String name) {
        try (InputStream file = Shell.class.getResourceAsStream("/static/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** The page with the texts that its script would put there: they are after {@code const en} in the script's words. */
    private static String english(String page, String script) {
        Map<String, String> texts = TEXT.matcher(script.substring(script.indexOf("const en ")))
                .results()
                .collect(Collectors.toMap(text -> text.group(1), text -> text.group(2), (first, second) -> first));
        String translated = MARKED.matcher(page)
                .replaceAll(marked -> Matcher.quoteReplacement(
                        marked.group(1) + texts.getOrDefault(marked.group(2), marked.group(4)) + "<"));
        return translated.replace("<html lang=\"ko\">", "<html lang=\"en\">");
    }

    /** The comments page, with a post named by its id or its key. */
    String home(Words words, String named, ServedPage comments) {
        String page = words.of(korean, english);
        int place = page.indexOf(PLACE);
        var html = new Html().markup(page.substring(0, place));
        html.open("madang-comments", "data-post", named, "data-guest", "cookie");
        ThreadHtml.write(html, words, "", comments, earlier("", comments));
        return html.close().markup(page.substring(place + PLACE.length())).toString();
    }

    /** The page of a post. */
    String post(Words words, ServedPage page, Topic topic) {
        String title = Optional.ofNullable(topic.title())
                .map(given -> DIRECTIONS.matcher(given).replaceAll(""))
                .orElseGet(() -> words.of("댓글", "Comments"));
        boolean first = page.json() != null;
        var html = new Html().markup("<!doctype html>");
        html.open("html", "lang", words.tag());
        head(html, words, title, page, first);
        html.open("body");
        bar(html, words);
        html.open("main", "class", "page", "itemscope", "", "itemtype", "https://schema.org/CreativeWork");
        html.open("div", "class", "post");
        html.element("p", words.of("댓글", "Comments"), "class", "kicker");
        html.element("h1", title, "itemprop", "name", "dir", "auto");
        Optional.ofNullable(topic.url()).flatMap(Html::web).ifPresent(url -> {
            html.open("p");
            html.element("a", words.of("글 보러 가기", "Go to the page"), "href", url, "itemprop", "url", "rel", "ugc")
                    .close();
        });
        html.open("meta", "itemprop", "commentCount", "content", Long.toString(page.count()))
                .close();
        if (!first) {
            html.open("p", "class", "newer");
            html.element(
                            "a",
                            words.of("최신 댓글로", "To the newest comments"),
                            "href",
                            "/p/" + page.post().hex())
                    .close();
        }
        html.open("div", "id", "thread");
        html.open(first ? "madang-comments" : "div", "data-post", page.post().hex(), "data-guest", "cookie");
        ThreadHtml.write(html, words, "", page, earlier("", page));
        return html.close().close().close().close().close().toString();
    }

    /** What is shown while the database does not answer. */
    String unavailable(Words words) {
        var html = new Html().markup("<!doctype html>");
        html.open("html", "lang", words.tag()).open("head").open("meta", "charset", "utf-8");
        html.element("title", "Madang").close().open("body");
        html.element(
                "p",
                words.of(
                        "서버에 잠시 문제가 있습니다. 잠시 후 다시 시도해 주세요.",
                        "The server has a problem. Please try again in a moment."));
        return html.close().close().toString();
    }

    /** Where the comments before these are. */
    static @Nullable String earlier(String server, ServedPage page) {
        return page.next() == null
                ? null
                : PostPages.withoutSlash(server) + "/p/" + page.post().hex() + "?before="
                        + PostPages.inQuery(page.next());
    }

    private static void head(Html html, Words words, String title, ServedPage page, boolean first) {
        String post = page.post().hex();
        html.open("head").open("meta", "charset", "utf-8");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        if (page.count() == 0) {
            html.open("meta", "name", "robots", "content", "noindex");
        }
        html.element("title", title + " · " + words.comments(page.count()));
        html.open("link", "rel", "icon", "href", "/ui/icon.svg", "type", "image/svg+xml");
        html.open(
                "link",
                "rel",
                "alternate",
                "type",
                "application/rss+xml",
                "title",
                title,
                "href",
                "/feed/" + post + ".xml");
        html.element("script", "", "src", "/ui/first-paint.js");
        html.open("link", "rel", "stylesheet", "href", "/ui/base.css");
        html.open("link", "rel", "stylesheet", "href", "/ui/comments.css");
        if (first) {
            html.element("script", "", "type", "module", "src", "/widget/element.js");
        }
        html.close();
    }

    private static void bar(Html html, Words words) {
        html.open("div", "class", "top").open("header", "class", "top-in").open("div", "class", "brand");
        html.markup("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/ui/icons.svg#madang\"></use></svg>");
        html.element("span", "Madang").close().open("nav", "aria-label", "Madang");
        html.element("a", words.of("댓글", "Comments"), "href", "/");
        html.element("a", words.of("채팅", "Chat"), "href", "/chat")
                .close()
                .close()
                .close();
    }
}
