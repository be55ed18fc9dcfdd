package dev.madang.engine;

import static dev.madang.engine.SessionState.CLOSED;
import static dev.madang.engine.SessionState.CLOSING;
import static dev.madang.engine.SessionState.CLOSING_PROBING;
import static dev.madang.engine.SessionState.OPENING;
import static dev.madang.engine.SessionState.POLLING;
import static dev.madang.engine.SessionState.PROBING;
import static dev.madang.engine.SessionState.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.engine.SessionState.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private static final Map<String, SessionState> ARROWS = Map.ofEntries(
            Map.entry("OPENING POLLING_OPENED", POLLING),
            Map.entry("OPENING WEBSOCKET_OPENED", WEBSOCKET),
            Map.entry("OPENING ENDED", CLOSED),
            Map.entry("POLLING PROBE_BEGUN", PROBING),
            Map.entry("POLLING CLOSE_ASKED", CLOSING),
            Map.entry("POLLING ENDED", CLOSED),
            Map.entry("PROBING PROBE_ENDED", POLLING),
            Map.entry("PROBING UPGRADED", WEBSOCKET),
            Map.entry("PROBING CLOSE_ASKED", CLOSING_PROBING),
            Map.entry("PROBING ENDED", CLOSED),
            Map.entry("WEBSOCKET ENDED", CLOSED),
            Map.entry("CLOSING ENDED", CLOSED),
            Map.entry("CLOSING_PROBING PROBE_ENDED", CLOSING),
            Map.entry("CLOSING_PROBING ENDED", CLOSED));

    @Test
    void onlyTheDocumentedArrowsExist() {
        for (SessionState state : SessionState.values()) {
            for (Event event : Event.values()) {
                SessionState next = ARROWS.get(state + " " + event);
                if (next == null) {
                    assertThatThrownBy(() -> state.after(event)).hasMessage(event + " in " + state);
                } else {
                    assertThat(state.after(event)).isEqualTo(next);
                }
            }
        }
    }

    @Test
    void packetsAreTakenUntilTheCloseIsAsked() {
        assertThat(SessionState.values())
                .filteredOn(SessionState::open)
                .containsExactly(OPENING, POLLING, PROBING, WEBSOCKET);
    }
}
