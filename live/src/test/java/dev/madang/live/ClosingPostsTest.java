package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Author;
import dev.madang.testkit.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A post that closes by its age says when, and tells whoever looks at it when that has come. */
final class ClosingPostsTest {
    private static final String POST = "64b7f0c2a1d3e4f5a6b7c8d9";
    private static final String OPEN = "{\"post\":\"" + POST + "\",\"mode\":\"open\",\"slow\":0,\"closes\":";
    private static final String CLOSED = "{\"post\":\"" + POST + "\",\"mode\":\"closed\",\"slow\":0}";

    @Test
    void viewersAreToldWhenAPostClosesByItsAge(@TempDir Path folder) {
        try (var server = LiveServer.start(folder, List.of(DashboardTest.Hours.class), "--madang.limits=off");
                var http = new Http();
                var streams = new Streams();
                var viewer = server.second("\"name\":\"영희\"");
                var first = server.client()) {
            DashboardTest.Hours.Hand clock = server.bean(DashboardTest.Hours.Hand.class);
            Author chief = Author.user("chief", "지기", Author.Rank.OWNER);
            server.bean(Moderation.class)
                    .change(chief, null, JsonMapper.shared().readTree("{\"closeDays\":2}"))
                    .join();
            assertThat(viewer.request("join", "{\"post\":\"" + POST + "\"}")).doesNotContain("closes");
            viewer.ask(99, "[\"add\",{\"post\":\"" + POST + "\",\"text\":\"하나\"}]");
            Matcher closes = Pattern.compile("\"closes\":(\\d+)").matcher(viewer.until("[\"settings\"," + OPEN));
            assertThat(closes.find())
                    .as("the first comment begins the post's age")
                    .isTrue();
            long end = Long.parseLong(closes.group(1));

            first.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(first.event()).startsWith("[\"load_comments\"");
            Iterator<String> stream =
                    streams.lines(new DashboardBrowser(http, server), "/api/v2/posts/" + POST + "/events");
            Streams.until(stream, "data:" + OPEN + end);
            String poll = "http://127.0.0.1:" + server.port() + "/api/v2/posts/" + POST + "/changes?rev=1";
            var before = http.get(poll);
            assertThat(before.body()).contains("\"settings\":" + OPEN + end);
            String tag = before.headers().firstValue("ETag").orElseThrow();
            assertThat(http.get(poll, "If-None-Match", tag).statusCode()).isEqualTo(304);

            clock.turn(Duration.ofMillis(end - clock.millis()).minusDays(1).minusMillis(200));
            server.bean(Moderation.class)
                    .change(chief, null, JsonMapper.shared().readTree("{\"closeDays\":1}"))
                    .join();
            long sooner = end - Duration.ofDays(1).toMillis();
            assertThat(viewer.until("[\"settings\"")).contains(OPEN + sooner);
            Streams.until(stream, "data:" + OPEN + sooner);
            clock.turn(Duration.ofSeconds(1));
            assertThat(viewer.until("\"mode\":\"closed\"")).contains("[\"settings\"," + CLOSED);
            Streams.until(stream, "data:" + CLOSED);
            assertThat(http.get(poll, "If-None-Match", tag).body()).contains("\"settings\":" + CLOSED);
            first.send("[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + POST + "\",\"content\":\"늦음\"}]");
            assertThat(first.event()).as("contract v1 hears of no settings").startsWith("[\"comment_error\"");
        }
    }
}
