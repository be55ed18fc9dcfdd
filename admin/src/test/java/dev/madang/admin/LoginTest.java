package dev.madang.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may administrate: from raw clients. Row A26 of the attacks. */
class LoginTest {
    private static final String REFUSED = "44/admin,{\"message\":\"invalid credentials\"}";
    private static final String LATER = "44/admin,{\"message\":\"too many attempts, try again later\"}";

    @Test
    void rightPasswordOpensTheNamespaceAndGivesASessionToComeBackWith() {
        try (Site site = Site.guarded()) {
            WireClient client = site.client().says("40/admin," + Site.RIGHT);
            client.hears("40/admin,");
            String session = client.answer("42/admin,[\"session\"");
            assertThat(session).matches("42/admin,\\[\"session\",\"[0-9a-f]{16}\"]");
            client.hears("42/admin,[\"config\"");
            String id = session.substring(session.length() - 18, session.length() - 2);
            WireClient back = site.client().says("40/admin,{\"sessionId\":\"" + id + "\"}");
            back.hears("40/admin,");
            assertThat(back.before("42/admin,[\"config\"")).doesNotContain("[\"session\"");
            site.nanos.addAndGet(TimeUnit.HOURS.toNanos(24));
            site.client().says("40/admin,{\"sessionId\":\"" + id + "\"}").hears(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"username\":\"mina\",\"password\":\"wrong\"}",
                "{\"username\":\"mina\",\"password\":\"\"}",
                "{\"username\":\"mona\",\"password\":\"correct horse\"}",
                "{\"password\":\"correct horse\"}",
                "{\"username\":\"mina\"}",
                "{\"username\":\"mina\",\"password\":[\"correct horse\"]}",
                "{\"sessionId\":\"0123456789abcdef\"}",
                "{\"sessionId\":{\"length\":1}}"
            })
    void whateverIsWrongIsInvalidCredentials(String auth) {
        try (Site site = Site.guarded()) {
            WireClient client = site.client().says("40/admin," + auth);
            assertThat(client.answer("4")).isEqualTo(REFUSED);
        }
    }

    @Test
    void a26AfterFiveWrongPasswordsTheAddressMustWaitAndKnownSessionsNeedNot() {
        try (Site site = Site.guarded()) {
            WireClient known = site.client().says("40/admin," + Site.RIGHT);
            String session = known.answer("42/admin,[\"session\"");
            String id = session.substring(session.length() - 18, session.length() - 2);
            for (int i = 0; i < 5; i++) {
                site.client()
                        .says("40/admin,{\"username\":\"mina\",\"password\":\"" + i + "\"}")
                        .hears(REFUSED);
            }
            site.client().says("40/admin," + Site.RIGHT).hears(LATER);
            site.nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
            site.client().says("40/admin," + Site.RIGHT).hears(LATER);
            site.client().says("40/admin,{\"sessionId\":\"" + id + "\"}").hears("40/admin,");
            site.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            site.client().says("40/admin," + Site.RIGHT).hears("40/admin,");
        }
    }

    @Test
    void rightPasswordForgivesTheWrongOnesBefore() {
        try (Site site = Site.guarded()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 4; i++) {
                    site.client()
                            .says("40/admin,{\"username\":\"mina\",\"password\":\"no\"}")
                            .hears(REFUSED);
                }
                site.client().says("40/admin," + Site.RIGHT).hears("40/admin,");
            }
        }
    }

    @Test
    void hashesOfAllSpellingsAreTaken() {
        for (BCrypt.Version version :
                new BCrypt.Version[] {BCrypt.Version.VERSION_2A, BCrypt.Version.VERSION_2B, BCrypt.Version.VERSION_2Y
                }) {
            String hash = BCrypt.with(version).hashToString(4, "correct horse".toCharArray());
            try (Site site = new Site(options -> options.basic("mina", hash), io -> {})) {
                site.client().says("40/admin," + Site.RIGHT).hears("40/admin,");
            }
        }
    }

    @Test
    void passwordsBeyond72BytesAreWhatBcryptjsMakesOfThem() {
        String hash = "$2a$04$i2.k2Q8ADMh1noQYiDra3O/Sft4gADxChPbHgOFG4PHsCTWQdaMma";
        try (Site site = new Site(options -> options.basic("mina", hash), io -> {})) {
            site.client()
                    .says("40/admin,{\"username\":\"mina\",\"password\":\"" + "x".repeat(80) + "\"}")
                    .hears("40/admin,");
        }
    }

    @Test
    void withoutAWordAboutAuthenticationThereAreNoOptions() {
        assertThatThrownBy(() -> AdminOptions.builder().readonly(true).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("who may administrate? Say basic(username, bcryptHash), or explicitly noAuthentication()");
    }

    @Test
    void whatIsNoHashIsRefusedByName() {
        AdminOptions.Builder options = AdminOptions.builder();
        assertThatThrownBy(() -> options.basic("mina", "correct horse"))
                .hasMessage("the password must be given as its bcrypt hash ($2a$, $2b$ or $2y$), never as clear text");
        assertThatThrownBy(() -> options.basic("mina", Site.HASH.replace("$04$", "$31$")))
                .hasMessage("the cost of the bcrypt hash must be from 4 to 16: 31");
        assertThatThrownBy(() -> options.basic("", Site.HASH)).hasMessage("the username must not be empty");
        assertThatThrownBy(() -> options.namespace("/"))
                .hasMessage("the namespace for administrators begins with a slash and is not the main one: /");
        assertThatThrownBy(() -> options.lockOut(0, Duration.ofMinutes(1)))
                .hasMessage("failures and time of a lock-out must be positive: 0, PT1M");
        assertThatThrownBy(() -> options.serverId("")).hasMessage("the server's id must not be empty");
    }

    @Test
    void serverThatDoesNotKnowTheAdminUiIsRefused() {
        AdminUi admin = new AdminUi(AdminOptions.builder().noAuthentication().build());
        try (SocketIo io = SocketIo.create()) {
            assertThatThrownBy(() -> admin.instrument(io))
                    .hasMessage("the server does not know this Admin UI: SocketIo.builder().monitor(adminUi)");
        }
        try (SocketIo io = SocketIo.builder().monitor(admin).build()) {
            admin.instrument(io);
            assertThatThrownBy(() -> admin.instrument(io)).hasMessage("one Admin UI is for one server");
        }
    }
}
