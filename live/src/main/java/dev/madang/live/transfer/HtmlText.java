package dev.madang.live.transfer;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Writes a piece of HTML as plain text: line breaks where it breaks, the address behind a link, the name of an image. */
final class HtmlText implements NodeVisitor {
    private static final int MOST_HTML = 200_000;
    private static final Set<String> APART =
            Set.of("p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6");
    private static final Set<String> LINES =
            Set.of("div", "li", "tr", "dt", "dd", "section", "article", "figure", "hr");

    private final StringBuilder text = new StringBuilder();
    private final boolean linesCount;
    private int kept;

    private HtmlText(boolean linesCount) {
        this.linesCount = linesCount;
    }

    /** The text of a fragment; only its first 200,000 characters are looked at. */
    static String of(String html) {
        return of(html, false);
    }

    /** The same where the end of a line is one for the reader too. */
    static String ofLines(String html) {
        return of(html, true);
    }

    private static String of(String html, boolean linesCount) {
        var visitor = new HtmlText(linesCount);
        Jsoup.parseBodyFragment(html.length() > MOST_HTML ? html.substring(0, MOST_HTML) : html)
                .body()
                .traverse(visitor);
        return visitor.text.toString().strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            String name = element.normalName();
            if (name.equals("a")) {
                link(element);
            }
            if (name.equals("pre")) {
                kept--;
            }
            breakLines(name);
        }
    }

    private void open(Element element) {
        String name = element.normalName();
        breakLines(name);
        switch (name) {
            case "br" -> text.append('\n');
            case "li" -> text.append("- ");
            case "pre" -> kept++;
            case "img" -> {
                String address = element.attr("src");
                append(web(address) ? (element.attr("alt") + " " + address).strip() : element.attr("alt"));
            }
            default -> {}
        }
    }

    private void breakLines(String name) {
        int lines = APART.contains(name) ? 2 : LINES.contains(name) ? 1 : 0;
        if (lines == 0 || text.isEmpty() || ends("- ")) {
            return;
        }
        int stand = 0;
        while (stand < text.length() && text.charAt(text.length() - 1 - stand) == '\n') {
            stand++;
        }
        text.append("\n".repeat(Math.max(0, lines - stand)));
    }

    /* Shortened addresses stand for themselves: systems write them as "example.com/long..." with the whole one behind. */
    private void link(Element element) {
        String address = element.attr("href").strip();
        String shown = element.text().strip();
        if (!web(address) || shown.equals(address)) {
            return;
        }
        String beginning = shown.replaceFirst("(\\.\\.\\.|…)$", "");
        String bare = address.replaceFirst("^https?://(www\\.)?", "");
        boolean shortened = !beginning.isEmpty()
                && (address.startsWith(beginning)
                        || bare.startsWith(beginning.replaceFirst("^(https?://)?(www\\.)?", "")));
        if (shortened && ends(shown)) {
            text.setLength(text.length() - shown.length());
            text.append(address);
        } else {
            text.append(shown.isEmpty() ? address : " (" + address + ")");
        }
    }

    private boolean ends(String words) {
        int from = text.length() - words.length();
        return from >= 0 && text.indexOf(words, from) == from;
    }

    private static boolean web(String address) {
        return address.startsWith("http://") || address.startsWith("https://");
    }

    private void append(String words) {
        if (kept > 0) {
            text.append(words);
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\f' || (c == '\n' && !linesCount);
            if (!space) {
                text.append(c);
            } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
        }
    }
}
