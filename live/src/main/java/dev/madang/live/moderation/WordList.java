package dev.madang.live.moderation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words that are looked for in a text, all at once: in a time linear in the text, whatever the list. Immutable.
 *
 * <p>A word of Hangul is found within longer words too ({@code 시발} in {@code 시발놈}), every other only as a whole word ({@code
 * ass} not in {@code class}). {@code *} at an end opens that end, {@code =} at the beginning closes both. What is found within an
 * allowed word does not count ({@code 시발} in {@code 시발점}).
 */
final class WordList {
    /** Characters of a word. */
    static final int LONGEST = 64;

    /*
     * An automaton of Aho and Corasick. Words of Hangul alone are looked for in the Hangul of the text, all others in all of its
     * letters and digits. A letter that comes for the third time, or a single jamo for the second, may be passed over where the
     * word goes on otherwise. Children of a state are a list of siblings; those of the first state, which may be many, a map.
     */
    private final Automaton hangul = new Automaton();

    private final Automaton mixed = new Automaton();

    /** The words of these settings. */
    WordList(Settings settings) {
        settings.reject().forEach(word -> add(word, Kind.REJECT));
        settings.hold().forEach(word -> add(word, Kind.HOLD));
        settings.allow().forEach(word -> add(word, Kind.ALLOW));
        hangul.link();
        mixed.link();
    }

    /** Whether a word can be looked for. */
    static boolean usable(String word) {
        return word.length() <= LONGEST && Folding.of(word, false).size() > 0;
    }

    /** The worst of what stands in a text. */
    Found in(String text) {
        Found first = hangul.isEmpty() ? Found.NOTHING : hangul.in(Folding.of(text, true));
        if (first == Found.REJECTED || mixed.isEmpty()) {
            return first;
        }
        Found second = mixed.in(Folding.of(text, false));
        return first.compareTo(second) > 0 ? first : second;
    }

    private void add(String written, Kind kind) {
        boolean closed = written.startsWith("=");
        boolean openStart = written.startsWith("*");
        boolean openEnd = written.length() > 1 && written.endsWith("*");
        Folding all = Folding.of(written, false);
        Folding some = Folding.of(written, true);
        boolean onlyHangul = all.size() == some.size();
        boolean within = onlyHangul && !closed;
        var word = new Word(kind, within || openStart, within || openEnd);
        (onlyHangul ? hangul : mixed).add(onlyHangul ? some : all, word);
    }

    /** What was found. */
    enum Found {
        NOTHING,
        HELD,
        REJECTED
    }

    private enum Kind {
        REJECT,
        HOLD,
        ALLOW
    }

    private record Word(Kind kind, boolean openStart, boolean openEnd) {}

    private record Match(int from, int to, Kind kind) {}

    private static final class Automaton {
        private final Map<Integer, Integer> first = new HashMap<>();
        private final Map<Integer, List<Word>> words = new HashMap<>();
        private int[] letter = new int[64];
        private int[] child = new int[64];
        private int[] sibling = new int[64];
        private int[] depth = new int[64];
        private int[] fail = new int[0];
        private int[] suffix = new int[0];
        private int states = 1;

        boolean isEmpty() {
            return states == 1;
        }

        void add(Folding word, Word meaning) {
            int state = 0;
            for (int i = 0; i < word.size(); i++) {
                int next = next(state, word.letter(i));
                state = next > 0 ? next : grow(state, word.letter(i));
            }
            words.computeIfAbsent(state, key -> new ArrayList<>()).add(meaning);
        }

        /** Where each state goes on when its word does not. */
        void link() {
            fail = new int[states];
            suffix = new int[states];
            int[] order = new int[states];
            int end = 0;
            for (int state : first.values()) {
                order[end++] = state;
            }
            for (int i = 0; i < end; i++) {
                int state = order[i];
                for (int next = child[state]; next != 0; next = sibling[next]) {
                    int back = fail[state];
                    while (back != 0 && next(back, letter[next]) == 0) {
                        back = fail[back];
                    }
                    fail[next] = next(back, letter[next]);
                    order[end++] = next;
                }
                suffix[state] = words.containsKey(fail[state]) ? fail[state] : suffix[fail[state]];
            }
        }

        Found in(Folding text) {
            int[] taken = new int[text.size()];
            int count = 0;
            int state = 0;
            var matches = new ArrayList<Match>();
            for (int i = 0; i < text.size(); i++) {
                int next = next(state, text.letter(i));
                boolean stays = next == 0 && state != 0 && text.is(i, Folding.AGAIN);
                if (!stays) {
                    state = step(state, text.letter(i));
                    taken[count++] = i;
                }
                for (int end = words.containsKey(state) ? state : suffix[state]; end != 0; end = suffix[end]) {
                    collect(text, taken[count - depth[end]], i, words.getOrDefault(end, List.of()), matches);
                }
            }
            return worst(text.size(), matches);
        }

        private int step(int state, int c) {
            int from = state;
            int next = next(from, c);
            while (next == 0 && from != 0) {
                from = fail[from];
                next = next(from, c);
            }
            return next;
        }

        private static void collect(Folding text, int from, int to, List<Word> found, List<Match> matches) {
            boolean units = text.is(from, Folding.UNIT_START) && text.is(to, Folding.UNIT_END);
            if (!units || text.barrier(from, to)) {
                return;
            }
            boolean starts = text.is(from, Folding.WORD_START);
            boolean ends = text.is(to, Folding.WORD_END);
            boolean whole = starts && ends;
            for (Word word : found) {
                boolean fits = (word.openStart || starts) && (word.openEnd || ends);
                if (fits && (whole || !text.gap(from, to))) {
                    matches.add(new Match(from, to, word.kind));
                }
            }
        }

        /** The worst of the matches that lie in no allowed one. */
        private static Found worst(int size, List<Match> matches) {
            int[] allowed = new int[size];
            Arrays.fill(allowed, -1);
            for (Match match : matches) {
                if (match.kind == Kind.ALLOW) {
                    allowed[match.from] = Math.max(allowed[match.from], match.to);
                }
            }
            for (int i = 1; i < size; i++) {
                allowed[i] = Math.max(allowed[i], allowed[i - 1]);
            }
            Found worst = Found.NOTHING;
            for (Match match : matches) {
                if (match.kind != Kind.ALLOW && allowed[match.from] < match.to) {
                    worst = match.kind == Kind.REJECT ? Found.REJECTED : worst == Found.REJECTED ? worst : Found.HELD;
                }
            }
            return worst;
        }

        private int next(int state, int c) {
            if (state == 0) {
                return first.getOrDefault(c, 0);
            }
            int next = child[state];
            while (next != 0 && letter[next] != c) {
                next = sibling[next];
            }
            return next;
        }

        private int grow(int parent, int c) {
            if (states == letter.length) {
                letter = Arrays.copyOf(letter, states * 2);
                child = Arrays.copyOf(child, states * 2);
                sibling = Arrays.copyOf(sibling, states * 2);
                depth = Arrays.copyOf(depth, states * 2);
            }
            int state = states++;
            letter[state] = c;
            depth[state] = depth[parent] + 1;
            if (parent == 0) {
                first.put(c, state);
            } else {
                sibling[state] = child[parent];
                child[parent] = state;
            }
            return state;
        }
    }
}
