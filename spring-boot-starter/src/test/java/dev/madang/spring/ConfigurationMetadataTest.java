package dev.madang.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors show of the starter's properties, and what the documents list, is what binds. */
final class ConfigurationMetadataTest {
    private static final Pattern DOCUMENTED = Pattern.compile("`madang\\.([a-zA-Z0-9.-]+)(?:=[^`]*)?`");

    private static TreeMap<String, Class<?>> bound(String prefix, Class<?> type) {
        TreeMap<String, Class<?>> all = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                all.putAll(bound(name, component.getType()));
            } else {
                all.put(name, component.getType());
            }
        }
        return all;
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ConfigurationMetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return JsonMapper.shared().readTree(in.readAllBytes());
        }
    }

    @Test
    void everyPropertyIsDescribedWithItsType() throws IOException {
        TreeMap<String, String> described = new TreeMap<>();
        for (JsonNode property : metadata().get("properties")) {
            assertThat(property.get("description").stringValue()).endsWith(".");
            described.put(
                    property.get("name").stringValue(),
                    property.get("type").stringValue().replaceAll("<.*", ""));
        }
        TreeMap<String, String> bound = new TreeMap<>();
        bound("madang", MadangProperties.class).forEach((name, type) -> bound.put(name, wrapped(type)));
        assertThat(described).isEqualTo(bound);
    }

    private static String wrapped(Class<?> type) {
        return type == boolean.class
                ? Boolean.class.getName()
                : type == int.class ? Integer.class.getName() : type.getName();
    }

    @Test
    void everyPropertyIsOnItsPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "topics", "spring-boot.md"), StandardCharsets.UTF_8);
        Set<String> documented = DOCUMENTED
                .matcher(page)
                .results()
                .map(found -> found.group(1).replace("-", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tops = bound("madang", MadangProperties.class).keySet().stream()
                .map(name -> name.substring("madang.".length()).replace("-", ""))
                .filter(name -> !name.startsWith("cookie."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).containsAll(tops);
    }
}
