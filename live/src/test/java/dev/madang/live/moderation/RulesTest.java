package dev.madang.live.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.madang.live.identity.Rights;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.LostStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What the settings mean, and what is done and undone, on a store. */
final class RulesTest {
    private static final PostId POST = new PostId("0123456789abcdef01234567");
    private static final Author YOUNG = Author.guest("young-id", "영희");
    private static final Author CHIEF = Author.user("chief", "지기", Author.Rank.MODERATOR);
    private static final String HOME = "192.0.2.1";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Ticking clock = new Ticking();
    private final ObjectIds ids = new ObjectIds(clock);

    @SuppressWarnings("NullAway.Init")
    private CommentStore store;

    @SuppressWarnings("NullAway.Init")
    private Moderation moderation;

    @BeforeEach
    void open() throws StoreException {
        store = Stores.open("sqlite:" + folder.resolve("madang.db"), false, clock, CommitListener.none());
        moderation = another(store);
    }

    @AfterEach
    void close() {
        moderation.close();
        store.close();
    }

    @Test
    void firstCommentsWaitUntilEnoughArePublished() throws Exception {
        set("{\"review\":\"first\",\"first\":2}");
        assertThat(status(YOUNG, "하나")).isEqualTo(Status.PENDING);
        act(Action.APPROVE, write(YOUNG, "하나", Status.PENDING));
        assertThat(status(YOUNG, "둘")).isEqualTo(Status.PENDING);
        act(Action.APPROVE, write(YOUNG, "둘", Status.PENDING));
        assertThat(status(YOUNG, "셋")).isEqualTo(Status.PUBLISHED);
        assertThat(status(Author.guest("other-id", "영희"), "넷")).isEqualTo(Status.PENDING);
    }

    @Test
    void aNameIsNoReasonToTrustAnybody() throws Exception {
        set("{\"review\":\"first\"}");
        write(Author.guest("영희"), "옛 글", Status.PUBLISHED);
        assertThat(status(Author.guest("영희"), "하나")).isEqualTo(Status.PENDING);
    }

    @Test
    void slowModeSaysHowLongToWaitAndLetsARepetitionThrough() throws Exception {
        set("{\"slow\":30}");
        assertThat(judge(YOUNG, "하나", "c-1", null)).isInstanceOf(Verdict.Taken.class);
        clock.forward(Duration.ofSeconds(10));
        assertThat(judge(YOUNG, "하나", "c-1", null)).isInstanceOf(Verdict.Taken.class);
        assertThat(judge(YOUNG, "둘", "c-2", null))
                .isEqualTo(new Verdict.Denied(new Denial(Denial.Reason.SLOW, Duration.ofSeconds(20), 0)));
        assertThat(judge(Author.guest("other-id", "철수"), "셋", null, null)).isInstanceOf(Verdict.Taken.class);
        clock.forward(Duration.ofSeconds(20));
        assertThat(judge(YOUNG, "둘", "c-2", null)).isInstanceOf(Verdict.Taken.class);
    }

    @Test
    void aPostClosesSoManyDaysAfterItsFirstComment() throws Exception {
        set("{\"closeDays\":7}");
        assertThat(moderation.mode(POST)).isEqualTo(Settings.Mode.OPEN);
        write(YOUNG, "하나", Status.PUBLISHED);
        assertThat(moderation.closes(POST))
                .isEqualTo(clock.millis() + Duration.ofDays(7).toMillis());
        clock.forward(Duration.ofDays(6));
        assertThat(judge(YOUNG, "둘", null, null)).isInstanceOf(Verdict.Taken.class);
        clock.forward(Duration.ofDays(2));
        assertThat(moderation.mode(POST)).isEqualTo(Settings.Mode.CLOSED);
        assertThat(denied(judge(YOUNG, "셋", null, null))).isEqualTo(Denial.Reason.CLOSED);
        assertThat(moderation.barred(POST, YOUNG, HOME)).isNotNull();
    }

    @Test
    void anEditThatWouldWaitIsRefusedAndOneOfWhatWaitsIsNot() throws Exception {
        Comment seen = write(YOUNG, "하나", Status.PUBLISHED);
        Comment waits = write(YOUNG, "둘", Status.PENDING);
        set("{\"hold\":[\"홍보\"],\"reject\":[\"욕설\"]}");
        assertThat(denied(judge(YOUNG, "홍보", null, seen))).isEqualTo(Denial.Reason.EDIT_HELD);
        assertThat(denied(judge(YOUNG, "욕설", null, waits))).isEqualTo(Denial.Reason.REJECTED);
        assertThat(judge(YOUNG, "홍보", null, waits)).isEqualTo(new Verdict.Taken(Status.PENDING, YOUNG));
        assertThat(judge(YOUNG, "고침", null, seen)).isEqualTo(new Verdict.Taken(Status.PUBLISHED, YOUNG));
    }

    @Test
    void addressesOfPagesWaitOrAreRefused() throws Exception {
        set("{\"links\":\"hold\"}");
        assertThat(status(YOUNG, "보세요 https://example.com")).isEqualTo(Status.PENDING);
        assertThat(status(YOUNG, "보세요 WWW.example.com")).isEqualTo(Status.PENDING);
        assertThat(status(YOUNG, "그냥 글")).isEqualTo(Status.PUBLISHED);
        set("{\"links\":\"reject\"}");
        assertThat(denied(judge(YOUNG, "http://a.example", null, null))).isEqualTo(Denial.Reason.REJECTED);
    }

    @Test
    void moderatorsPassEverything() throws Exception {
        set("{\"mode\":\"closed\",\"review\":\"pre\",\"slow\":60,\"reject\":[\"욕설\"]}");
        assertThat(status(CHIEF, "욕설")).isEqualTo(Status.PUBLISHED);
        assertThat(status(CHIEF, "또 욕설")).isEqualTo(Status.PUBLISHED);
    }

    @Test
    void underPreModerationWhoIsShadowBannedWaitsLikeEverybody() throws Exception {
        act(Action.SHADOW, write(YOUNG, "하나", Status.PUBLISHED));
        assertThat(status(YOUNG, "둘")).isEqualTo(Status.SHADOWED);
        set("{\"review\":\"pre\"}");
        assertThat(status(YOUNG, "셋")).isEqualTo(Status.PENDING);
    }

    @Test
    void whatAnotherProcessDecidedIsSeenHere() throws Exception {
        try (Moderation other = another(store)) {
            Comment row = write(YOUNG, "하나", Status.PUBLISHED);
            set("{\"slow\":5}");
            act(Action.BAN, row);
            await().untilAsserted(() -> {
                assertThat(other.settings().of(POST).slowSeconds()).isEqualTo(5);
                assertThat(other.people().of(other.people().key(YOUNG, HOME))).isPresent();
            });
        }
    }

    @Test
    void reportsOfOneNetworkAreOneAndOfTwoNetworksTwo() throws Exception {
        set("{\"reports\":2}");
        Comment row = write(YOUNG, "하나", Status.PUBLISHED);
        moderation.report(Author.guest("a", ""), HOME, row, "욕설").get();
        moderation.report(Author.guest("b", ""), HOME, row, "도배").get();
        assertThat(now(row).status()).isEqualTo(Status.PUBLISHED);
        assertThat(moderation.queue().reported(null, 10).get().rows())
                .singleElement()
                .satisfies(queued ->
                        assertThat(queued.reports()).extracting(Report::reason).containsExactly("욕설"));
        moderation.report(Author.guest("c", ""), "198.51.100.7", row, "").get();
        assertThat(now(row).status()).isEqualTo(Status.HIDDEN);
        assertThat(moderation.audit().newest(null, 1).get().getFirst().byName()).isEqualTo("reports");
    }

    @Test
    void everyActionIsUndoneOnce() throws Exception {
        Comment seen = write(YOUNG, "하나", Status.PUBLISHED);
        Comment waits = write(YOUNG, "둘", Status.PENDING);
        String hide = act(Action.HIDE, seen);
        String pin = act(Action.RESTORE, seen);
        undo(pin);
        assertThat(now(seen).status()).isEqualTo(Status.HIDDEN);
        undo(hide);
        assertThat(now(seen).status()).isEqualTo(Status.PUBLISHED);
        undo(act(Action.PIN, seen));
        assertThat(now(seen).pinned()).isFalse();
        undo(act(Action.REJECT, waits));
        assertThat(now(waits).status()).isEqualTo(Status.PENDING);
        undo(act(Action.APPROVE, waits));
        assertThat(now(waits).status()).as("others saw it").isEqualTo(Status.HIDDEN);
        String person = moderation.people().key(YOUNG, HOME);
        act(Action.SHADOW, seen);
        undo(act(Action.BAN, seen));
        assertThat(moderation.people().of(person)).hasValueSatisfying(standing -> {
            assertThat(standing.shadowed()).isTrue();
            assertThat(standing.until()).isZero();
        });
        String slow = set("{\"slow\":5}");
        undo(slow);
        assertThat(moderation.settings().of(POST)).isEqualTo(Settings.DEFAULT);
        assertThat(moderation.undo(CHIEF, slow).get()).isEqualTo(new Acted.Refused(Outcome.Reason.NOT_FOUND));
    }

    @Test
    void whatWasUndoneIsDoneAgainByUndoingThat() throws Exception {
        Comment waits = write(YOUNG, "하나", Status.PENDING);
        act(Action.REJECT, waits);
        String undone = undo(newest().id());
        assertThat(now(waits).status()).isEqualTo(Status.PENDING);
        String again = undo(undone);
        assertThat(now(waits).status()).isEqualTo(Status.HIDDEN);
        undo(again);
        assertThat(now(waits).status()).isEqualTo(Status.PENDING);
        assertThat(newest().undoes()).isEqualTo(again);
    }

    @Test
    void whatWasDecidedLaterStaysWhenSomethingEarlierIsUndone() throws Exception {
        Comment seen = write(YOUNG, "하나", Status.PUBLISHED);
        String person = moderation.people().key(YOUNG, HOME);
        String timeout = act(Action.TIMEOUT, seen);
        String ban = act(Action.BAN, seen);
        String shadow = act(Action.SHADOW, seen);
        assertThat(moderation.undo(CHIEF, timeout).get()).isEqualTo(new Acted.Refused(Outcome.Reason.CONFLICT));
        undo(ban);
        assertThat(newest().action()).isEqualTo(Action.TIMEOUT);
        assertThat(moderation.people().shadowed(person)).isTrue();
        undo(timeout);
        undo(shadow);
        assertThat(newest().action()).isEqualTo(Action.UNBAN);
        assertThat(moderation.people().of(person)).isEmpty();
        String slow = set("{\"slow\":5}");
        String mode = set("{\"mode\":\"members\"}");
        undo(slow);
        assertThat(moderation.settings().of(POST).mode()).isEqualTo(Settings.Mode.MEMBERS);
        assertThat(moderation.settings().of(POST).slowSeconds()).isZero();
        set("{\"mode\":\"closed\"}");
        assertThat(moderation.undo(CHIEF, mode).get()).isEqualTo(new Acted.Refused(Outcome.Reason.CONFLICT));
    }

    @Test
    void reportsThatADecisionSettledWaitAgainWhenItIsUndone() throws Exception {
        Comment kept = write(YOUNG, "하나", Status.PUBLISHED);
        Comment hidden = write(YOUNG, "둘", Status.PUBLISHED);
        for (Comment row : List.of(kept, hidden)) {
            moderation.report(Author.guest("a", ""), HOME, row, "욕설").get();
        }
        String keep = act(Action.APPROVE, kept);
        String hide = act(Action.HIDE, hidden);
        assertThat(reported()).isEmpty();
        undo(keep);
        assertThat(reported()).containsExactly(kept.id());
        String unhide = undo(hide);
        assertThat(reported()).containsExactly(hidden.id(), kept.id());
        undo(unhide);
        assertThat(now(hidden).status()).isEqualTo(Status.HIDDEN);
        assertThat(reported()).containsExactly(kept.id());
        moderation.report(Author.guest("b", ""), "198.51.100.7", kept, "도배").get();
        assertThat(moderation.queue().reported(null, 10).get().rows().getFirst().reports())
                .extracting(Report::reason)
                .containsExactly("욕설", "도배");
    }

    @Test
    void inAPostOfEmojiNothingElseIsWrittenOrEdited() throws Exception {
        Comment before = write(YOUNG, "글", Status.PUBLISHED);
        set("{\"emoji\":true}");
        assertThat(denied(judge(YOUNG, "안녕 👋", null, null))).isEqualTo(Denial.Reason.EMOJI_ONLY);
        assertThat(denied(judge(YOUNG, "고침", null, before))).isEqualTo(Denial.Reason.EMOJI_ONLY);
        assertThat(status(YOUNG, "👋 🎉")).isEqualTo(Status.PUBLISHED);
        assertThat(status(CHIEF, "moderators write")).isEqualTo(Status.PUBLISHED);
    }

    @Test
    void aGuestWithoutAnIdIsStoppedByTheNetworkAsLongAsThatIsKnown() throws Exception {
        Author nameless = Author.guest("길동");
        Comment known = write(nameless, "하나", Status.PUBLISHED);
        moderation.written(known, HOME);
        act(Action.TIMEOUT, known);
        assertThat(denied(judge(Author.guest("다른 이름"), "둘", null, null))).isEqualTo(Denial.Reason.BANNED);
        assertThat(judge(YOUNG, "셋", null, null)).isInstanceOf(Verdict.Taken.class);
        Comment unknown = write(nameless, "넷", Status.PUBLISHED);
        assertThat(moderation.act(CHIEF, order(Action.BAN, unknown)).get()).isEqualTo(new Acted.UnknownAuthor());
    }

    @Test
    void nobodyWritesWhileItIsNotKnownWhoMay() {
        try (Moderation lost = another(new LostStore())) {
            assertThatThrownBy(() -> lost.judge(new Draft(POST, YOUNG, HOME, "하나", null, null)))
                    .isInstanceOf(StoreException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"slow\":-1}|slow",
                "{\"slow\":3601}|slow",
                "{\"slow\":\"5\"}|slow",
                "{\"mode\":\"shut\"}|mode",
                "{\"review\":\"post \"}|review",
                "{\"reject\":\"word\"}|reject",
                "{\"reject\":[\"!!\"]}|reject",
                "{\"first\":0}|first",
                "{\"closeDays\":1.5}|closeDays",
                "{\"emoji\":1}|emoji",
                "{\"nothing\":1}|nothing",
                "[1]|object"
            })
    void aSettingThatCannotBeMeantIsRefusedByItsName(String patch, String named) {
        assertThatThrownBy(
                        () -> moderation.change(CHIEF, POST, JsonMapper.shared().readTree(patch)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private Moderation another(CommentStore on) {
        var webhook = new Webhook(WebhookSettings.none(), on, clock, ids);
        Rights usual = Rights.of(Duration.ofMinutes(15), clock);
        var opened = new Moderation(on, on::submit, usual, webhook, clock, ids);
        opened.open();
        return opened;
    }

    private String set(String patch) throws InterruptedException, ExecutionException {
        Acted acted = moderation
                .change(CHIEF, POST, JsonMapper.shared().readTree(patch))
                .get();
        return ((Acted.Done) acted).audit();
    }

    private String act(Action action, Comment row) throws InterruptedException, ExecutionException {
        return ((Acted.Done) moderation.act(CHIEF, order(action, row)).get()).audit();
    }

    private String undo(String entry) throws InterruptedException, ExecutionException {
        Acted acted = moderation.undo(CHIEF, entry).get();
        assertThat(acted).isInstanceOf(Acted.Done.class);
        assertThat(moderation.undo(CHIEF, entry).get()).isEqualTo(new Acted.Refused(Outcome.Reason.NOT_FOUND));
        return ((Acted.Done) acted).audit();
    }

    private AuditEntry newest() throws InterruptedException, ExecutionException {
        return moderation.audit().newest(null, 1).get().getFirst();
    }

    private List<String> reported() throws InterruptedException, ExecutionException {
        return moderation.queue().reported(null, 10).get().rows().stream()
                .map(queued -> queued.row().id())
                .toList();
    }

    private static Order order(Action action, Comment row) {
        Duration time = action == Action.TIMEOUT ? Duration.ofMinutes(5) : Duration.ZERO;
        return new Order(action, row.post(), row.id(), time);
    }

    private Comment write(Author author, String text, Status status) throws InterruptedException, ExecutionException {
        var outcome = new CompletableFuture<Outcome>();
        Change.Add usual = Change.Add.published(ids.next(), POST, null, author, text, null);
        store.submit(
                new Change.Add(usual.id(), POST, usual.topic(), null, author, text, null, status), outcome::complete);
        return ((Outcome.Done) outcome.get()).row();
    }

    private Comment now(Comment row) throws InterruptedException, ExecutionException {
        return store.find(row.post(), row.id()).get().orElseThrow();
    }

    private Status status(Author author, String text) throws StoreException, InterruptedException {
        return ((Verdict.Taken) judge(author, text, null, null)).status();
    }

    private static Denial.Reason denied(Verdict verdict) {
        return ((Verdict.Denied) verdict).denial().reason();
    }

    private Verdict judge(Author author, String text, @Nullable String cid, @Nullable Comment edited)
            throws StoreException, InterruptedException {
        return moderation.judge(new Draft(POST, author, HOME, text, cid, edited));
    }

    private static final class Ticking extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
