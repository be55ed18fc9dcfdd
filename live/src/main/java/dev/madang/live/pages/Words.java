package dev.madang.live.pages;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The words of the pages that the server writes, in the reader's language; the widget has the same. Immutable. */
enum Words {
    KOREAN(Locale.KOREAN, ZoneId.of("Asia/Seoul")) {
        @Override
        String comments(long count) {
            return "댓글 " + number(count);
        }

        @Override
        String replies(int missing) {
            return "답글 " + missing + "개 더 보기";
        }
    },
    ENGLISH(Locale.UK, ZoneId.of("UTC")) {
        @Override
        String comments(long count) {
            return number(count) + (count == 1 ? " comment" : " comments");
        }

        @Override
        String replies(int missing) {
            return missing == 1 ? "1 more reply" : missing + " more replies";
        }
    };

    private final Locale locale;
    private final ZoneId zone;
    private final DateTimeFormatter day;
    private final DateTimeFormatter minute;

    Words(Locale locale, ZoneId zone) {
        this.locale = locale;
        this.zone = zone;
        this.day = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone);
        this.minute = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone);
    }

    /** The language that a reader prefers; Korean for who does not say. */
    static Words of(ServerRequest request) {
        return request.headers().acceptLanguage().stream()
                .findFirst()
                .filter(range -> !range.getRange().startsWith("ko"))
                .map(range -> ENGLISH)
                .orElse(KOREAN);
    }

    /** How many comments there are. */
    abstract String comments(long count);

    /** How many answers are not shown. */
    abstract String replies(int missing);

    /** One text or the other. */
    String of(String korean, String english) {
        return switch (this) {
            case KOREAN -> korean;
            case ENGLISH -> english;
        };
    }

    /** The language's tag. */
    String tag() {
        return locale.getLanguage();
    }

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** The day of a time in milliseconds since 1970. */
    String day(long millis) {
        return day.format(Instant.ofEpochMilli(millis));
    }

    /** A time in milliseconds since 1970, to the minute, with its zone. */
    String minute(long millis) {
        return minute.format(Instant.ofEpochMilli(millis)) + " (" + zone.getId() + ")";
    }
}
