package dev.madang.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of all modules, read from their sources: the methods of each class by its simple name. */
final class TestNames {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile(" +@(?:Test|ParameterizedTest)\\b.*");
    private static final Pattern METHOD = Pattern.compile(" +(?:public )?void (\\w+)\\(.*");

    private TestNames() {}

    static Map<String, List<String>> all() throws IOException {
        Map<String, List<String>> tests = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    addTests(sources, tests);
                }
            }
        }
        return tests;
    }

    private static void addTests(Path sources, Map<String, List<String>> tests) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                tests.computeIfAbsent(type, first -> new ArrayList<>()).addAll(testMethods(file));
            }
        }
    }

    private static List<String> testMethods(Path file) throws IOException {
        List<String> methods = new ArrayList<>();
        boolean announced = false;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            announced |= TEST.matcher(line).matches();
            Matcher method = METHOD.matcher(line);
            if (announced && method.matches()) {
                methods.add(method.group(1));
                announced = false;
            }
        }
        return methods;
    }
}
