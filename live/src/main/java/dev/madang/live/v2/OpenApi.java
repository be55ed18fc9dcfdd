package dev.madang.live.v2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the HTTP surface for programs, OpenAPI 3.1. A test holds its paths against the routes. */
final class OpenApi {
    private static final String FILE = "/api/openapi.json";

    private OpenApi() {}

    /** The document. */
    static JsonNode document() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
