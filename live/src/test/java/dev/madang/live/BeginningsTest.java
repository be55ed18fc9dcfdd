package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.comments.Beginnings;
import dev.madang.live.identity.Role;
import dev.madang.live.store.Topic;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may begin posts, and for which pages. */
final class BeginningsTest {
    private static final Beginnings LISTED = new Beginnings(Beginnings.Who.ANYONE, List.of("https://site.example"));
    private static final String CHUL = "\"name\":\"철수\",\"guest\":\"chulsoo-0123456789abcdef\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void addressesBelongToTheListedSitesAndOtherKeysToNone() {
        assertThat(LISTED.allows(Role.GUEST, Topic.ofKey("https://site.example/a?b")))
                .isTrue();
        assertThat(LISTED.allows(Role.GUEST, Topic.ofKey("HTTPS://Site.example/a")))
                .isTrue();
        assertThat(LISTED.allows(Role.GUEST, Topic.ofKey("my-article"))).isTrue();
        for (String key : List.of(
                "https://evil.example/",
                "http://site.example/",
                "https://site.example:8443/",
                "https://site.example.evil.example/",
                "https://site.example@evil.example/")) {
            assertThat(LISTED.allows(Role.GUEST, Topic.ofKey(key))).as(key).isFalse();
        }
        assertThat(LISTED.allows(Role.GUEST, new Topic("a-key", "https://evil.example/", null)))
                .isFalse();
        assertThat(LISTED.allows(Role.OWNER, Topic.ofKey("https://evil.example/")))
                .isTrue();
    }

    @Test
    void membersOnlyIsForMembersAndNobodyForWhoKeepsOrder() {
        var members = new Beginnings(Beginnings.Who.MEMBERS, List.of());
        assertThat(members.allows(Role.GUEST, Topic.NONE)).isFalse();
        assertThat(members.allows(Role.MEMBER, Topic.NONE)).isTrue();
        var nobody = new Beginnings(Beginnings.Who.NOBODY, List.of());
        assertThat(nobody.allows(Role.MEMBER, Topic.NONE)).isFalse();
        assertThat(nobody.allows(Role.MODERATOR, Topic.NONE)).isTrue();
    }

    @Test
    void aSiteThatIsNoOriginIsRefusedWithTheSettingsName() {
        assertThatThrownBy(() -> new Beginnings(Beginnings.Who.ANYONE, List.of("site.example")))
                .hasMessageContaining("madang.posts.sites")
                .hasMessageContaining("site.example");
    }

    @Test
    void guestsBeginNoPostButGoOnInThoseThatWereBegun() {
        String post = "75b7f0c2a1b2c3d400000001";
        try (var server = LiveServer.start(folder);
                var writer = server.second(CHUL)) {
            assertThat(writer.request("add", "{\"post\":\"" + post + "\",\"text\":\"처음\"}"))
                    .contains("\"ok\":true");
        }
        try (var server = LiveServer.start(folder, "--madang.posts.create=members");
                var writer = server.second(CHUL);
                var first = server.client()) {
            assertThat(writer.request("add", "{\"post\":\"" + post + "\",\"text\":\"다음\"}"))
                    .contains("\"ok\":true");
            assertThat(writer.request("add", "{\"key\":\"another\",\"text\":\"처음\"}"))
                    .contains("\"ok\":false,\"code\":\"forbidden\"");
            first.send(
                    "[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"75b7f0c2a1b2c3d400000002\",\"content\":\"처음\"}]");
            assertThat(first.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\","
                            + "\"error\":\"이 글에는 댓글을 쓸 수 없습니다.\"}]");
        }
    }

    @Test
    void aPageOfAnUnlistedSiteGetsNoPost() {
        try (var server = LiveServer.start(folder, "--madang.posts.sites=https://site.example");
                var writer = server.second(CHUL)) {
            assertThat(writer.request("add", "{\"key\":\"https://site.example/1\",\"text\":\"하나\"}"))
                    .contains("\"ok\":true");
            assertThat(writer.request("add", "{\"key\":\"https://evil.example/1\",\"text\":\"둘\"}"))
                    .contains("\"code\":\"forbidden\"");
        }
    }
}
