package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.MissingNode;

class JavaScriptTextTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    null                      | null
                    true                      | true
                    "안녕"                    | 안녕
                    {"a":1}                   | [object Object]
                    [1,[2,null],"x",{},false] | 1,2,,x,[object Object],false
                    [[[]]]                    | ''
                    0                         | 0
                    -0.0                      | 0
                    5                         | 5
                    -12.50                    | -12.5
                    1e2                       | 100
                    100000000000000000000     | 100000000000000000000
                    1e21                      | 1e+21
                    123456789012345678901234  | 1.2345678901234569e+23
                    0.000001                  | 0.000001
                    0.0000001                 | 1e-7
                    -1.5e-7                   | -1.5e-7
                    9007199254740993          | 9007199254740992
                    1.7976931348623157e308    | 1.7976931348623157e+308
                    1e400                     | Infinity
                    """)
    void valuesReadAsInJavaScript(String json, String text) {
        assertThat(JavaScriptText.of(JSON.readTree(json))).isEqualTo(text);
    }

    @Test
    void aMissingArgumentIsUndefinedAndBytesAreTheirText() {
        assertThat(JavaScriptText.of(MissingNode.getInstance())).isEqualTo("undefined");
        assertThat(JavaScriptText.of(BinaryNode.valueOf("안녕".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("안녕");
    }
}
