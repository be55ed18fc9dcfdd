package dev.madang.live.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Who runs the site and is kept with its data: a name, and the bcrypt hash of a password. Immutable.
 *
 * @param name 1 to {@value #LONGEST_NAME} characters, none of them a control character
 * @param hash what bcrypt makes of the password
 */
public record Owner(String name, String hash) {
    /** The characters that a password has at least. */
    public static final int LEAST = 12;

    /** The bytes of UTF-8 that a password has at most: bcrypt sees no more. */
    public static final int MOST = 72;

    private static final int LONGEST_NAME = 40;

    /** What is wrong with a name or a password that somebody chose. */
    public enum Flaw {
        NAME("name", "a name has 1 to " + LONGEST_NAME + " characters, and no control characters"),
        SHORT("password", "a password has at least " + LEAST + " characters"),
        LONG("password", "a password has at most " + MOST + " bytes of UTF-8"),
        SAME("password", "a password is not the name");

        private final String field;
        private final String sentence;

        Flaw(String field, String sentence) {
            this.field = field;
            this.sentence = sentence;
        }

        /** Which of the two it is about: {@code name} or {@code password}. */
        public String field() {
            return field;
        }

        /** The rule, for people. */
        public String sentence() {
            return sentence;
        }
    }

    /** What is wrong with these two; empty if nothing is. */
    public static Optional<Flaw> flaw(String name, String password) {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Flaw.NAME);
        }
        if (password.codePointCount(0, password.length()) < LEAST) {
            return Optional.of(Flaw.SHORT);
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST) {
            return Optional.of(Flaw.LONG);
        }
        return password.equals(name) ? Optional.of(Flaw.SAME) : Optional.empty();
    }

    /**
     * An owner of that name with that password. Takes a tenth of a second on purpose.
     *
     * @throws IllegalArgumentException if there is a {@link #flaw}
     */
    public static Owner of(String name, String password) {
        flaw(name, password).ifPresent(flaw -> {
            throw new IllegalArgumentException(flaw.sentence());
        });
        return new Owner(name, String.valueOf(new BCryptPasswordEncoder().encode(password)));
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Owner[name=" + name + "]";
    }
}
