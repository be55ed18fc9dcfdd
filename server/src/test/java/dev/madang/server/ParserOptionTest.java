package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.protocol.JacksonJson;
import dev.madang.protocol.JsonParser;
import org.junit.jupiter.api.Test;

class ParserOptionTest {
    @Test
    void parserAndJsonTogetherAreRefused() {
        SocketIoOptions.Builder both =
                SocketIoOptions.builder().parser(new JsonParser()).json(new JacksonJson());
        assertThatIllegalArgumentException().isThrownBy(both::options).withMessageContaining("json");
    }

    @Test
    void parserIsKeptWhenOtherOptionsChange() {
        JsonParser parser = new JsonParser();
        SocketIoOptions options = SocketIoOptions.builder().parser(parser).options();
        assertThat(options.toBuilder().maxRooms(1).options().parser()).isSameAs(parser);
    }
}
