package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageKeysTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            delimiter = '|',
            value = {
                "https://a.example/post|https://a.example/post",
                "  HTTPS://A.Example:443/Post#part |https://a.example/Post",
                "http://a.example:80|http://a.example/",
                "http://a.example:8080?q=1|http://a.example:8080/?q=1",
                "https://a.example/a/./b/../c/|https://a.example/a/c/",
                "https://a.example/a/b/..|https://a.example/a/",
                "https://a.example/../..|https://a.example/",
                "https://a.example/한 글?q=한'|https://a.example/%ED%95%9C%20%EA%B8%80?q=%ED%95%9C%27",
                "https://a.example/%ed%95%9c|https://a.example/%ed%95%9c",
                "https://a.example/a\\b|https://a.example/a/b",
                "https://a.example/{x}\"<y>|https://a.example/%7Bx%7D%22%3Cy%3E",
                "https://한글.example/|https://xn--bj0bj06e.example/",
                "https://me:pw@a.example/|https://a.example/",
                "my-article|my-article",
                "/path/only#x|/path/only#x",
                "https://|https://",
            })
    void aKeyIsTheAddressAsABrowserWritesIt(String address, String key) {
        assertThat(PageKeys.AS_THEY_ARE.of(address)).isEqualTo(key);
    }
}
