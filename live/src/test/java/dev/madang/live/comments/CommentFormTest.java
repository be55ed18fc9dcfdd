package dev.madang.live.comments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PostId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CommentFormTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String POST = "64b7f0c2a1b2c3d4e5f60718";

    @Test
    void anObjectAndAStringThatHoldsOneAreTheSame() {
        String text = "{\"userId\":\"영희\",\"postId\":\"" + POST + "\",\"content\":\"안녕\"}";
        var filled = new CommentForm.Filled("영희", new PostId(POST), "안녕", null);
        assertThat(read(text)).isEqualTo(filled);
        assertThat(CommentForm.read(JSON.getNodeFactory().stringNode(text), true))
                .isEqualTo(filled);
    }

    @Test
    void quotesInThePostIdAreDroppedAndItsCaseIsLowered() {
        assertThat(read("{\"userId\":\"a\",\"postId\":\"\\\"64B7F0C2A1B2C3D4E5F60718\\\"\",\"content\":\"c\"}"))
                .isEqualTo(new CommentForm.Filled("a", new PostId(POST), "c", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "0", "false", "\"  \\n\"", "\"\\u3164\"", "\"\\u200b\""})
    void contentThatSaysNothingIsMissing(String content) {
        assertThat(withContent(content)).isEqualTo(new CommentForm.Wrong(Texts.MISSING));
    }

    @ParameterizedTest
    @CsvSource({
        "5,5",
        "5.0,5",
        "1.5,1.5",
        "-3,-3",
        "1e3,1000",
        "0.0001,0.0001",
        "1e-7,1e-7",
        "12345678.5,12345678.5",
        "123456789012345680000,123456789012345680000",
        "1.5e21,1.5e+21",
        "\"0\",0"
    })
    void aNumberBecomesItsText(String content, String text) {
        assertThat(withContent(content)).isEqualTo(new CommentForm.Filled("a", new PostId(POST), text, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "true", "1e999"})
    void contentOfAnotherTypeIsWrong(String content) {
        assertThat(withContent(content)).isEqualTo(new CommentForm.Wrong(Texts.WRONG_FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "true", "[]", "\"{\"", "\"\"", "\"5\"", "\"null\""})
    void whatIsNoObjectIsWrong(String argument) {
        assertThat(read(argument)).isEqualTo(new CommentForm.Wrong(Texts.WRONG_FORM));
    }

    @Test
    void anAbsentArgumentIsWrong() {
        assertThat(CommentForm.read(JSON.missingNode(), true)).isEqualTo(new CommentForm.Wrong(Texts.WRONG_FORM));
    }

    @Test
    void aStringOfDeepJsonIsWrongAndHarmsNobody() {
        assertThat(CommentForm.read(JSON.getNodeFactory().stringNode("[".repeat(60_000)), true))
                .isEqualTo(new CommentForm.Wrong(Texts.WRONG_FORM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "64b7f0c2a1b2c3d4e5f6071", "64b7f0c2a1b2c3d4e5f6071g", "post_64b7f0c2a1b2c3d4e5f60718"})
    void anIdThatIsNoneIsNamed(String id) {
        assertThat(read("{\"userId\":\"a\",\"postId\":\"" + id + "\",\"content\":\"c\"}"))
                .isEqualTo(new CommentForm.Wrong(Texts.BAD_POST));
    }

    @Test
    void missingIsSaidBeforeAnythingElse() {
        assertThat(read("{\"postId\":\"abc\",\"content\":\"\"}")).isEqualTo(new CommentForm.Wrong(Texts.MISSING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"postId\":\"abc\",\"content\":\"c\"}|MISSING",
                "{\"userId\":\"\",\"postId\":5,\"content\":{}}|MISSING",
                "{\"userId\":\"a\",\"postId\":\"abc\",\"content\":{}}|BAD_POST",
                "{\"userId\":{},\"postId\":\"abc\",\"content\":\"c\"}|BAD_POST"
            })
    void ofSeveralMistakesTheMissingFieldIsNamedThenThePost(String form, String first) {
        String error = first.equals("MISSING") ? Texts.MISSING : Texts.BAD_POST;
        assertThat(read(form)).isEqualTo(new CommentForm.Wrong(error));
    }

    @Test
    void whoIsKnownWithoutANameMayLeaveItOut() {
        JsonNode nameless = JSON.readTree("{\"postId\":\"" + POST + "\",\"content\":\"c\"}");
        assertThat(CommentForm.read(nameless, false))
                .isEqualTo(new CommentForm.Filled(null, new PostId(POST), "c", null));
    }

    @Test
    void twoThousandCodePointsFitAndOneMoreDoesNot() {
        String emoji = "\uD83D\uDE00";
        assertThat(withContent("\"" + emoji.repeat(2_000) + "\"")).isInstanceOf(CommentForm.Filled.class);
        assertThat(withContent("\"" + emoji.repeat(2_001) + "\"")).isEqualTo(new CommentForm.Wrong(Texts.TOO_LONG));
    }

    @Test
    void halvesOfSurrogatePairsAreReplacedSoThatWhatIsShownIsWhatIsStored() {
        assertThat(withContent("\"a\\ud800b\\u0000\""))
                .isEqualTo(new CommentForm.Filled("a", new PostId(POST), "a\uFFFDb\uFFFD", null));
    }

    @Test
    void theClientsOwnIdIsTakenAlong() {
        assertThat(read("{\"userId\":\"a\",\"postId\":\"" + POST + "\",\"content\":\"c\",\"cid\":\"x-1\"}"))
                .isEqualTo(new CommentForm.Filled("a", new PostId(POST), "c", "x-1"));
        assertThat(read("{\"userId\":\"a\",\"postId\":\"" + POST + "\",\"content\":\"c\",\"cid\":7}"))
                .isEqualTo(new CommentForm.Wrong(Texts.WRONG_FORM));
    }

    @Test
    void aNameOfSpacesIsANameAsItIsForTheTutorial() {
        assertThat(read("{\"userId\":\" \",\"postId\":\"" + POST + "\",\"content\":\"c\"}"))
                .isEqualTo(new CommentForm.Filled(" ", new PostId(POST), "c", null));
    }

    private static CommentForm withContent(String content) {
        return read("{\"userId\":\"a\",\"postId\":\"" + POST + "\",\"content\":" + content + "}");
    }

    private static CommentForm read(String json) {
        JsonNode node = JSON.readTree(json);
        return CommentForm.read(node, true);
    }
}
