package dev.madang.launcher;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The main class of every runnable jar: starts the class named in the resource {@code
 * META-INF/madang-main}, or says in one line that this JVM is too old. Compiled for Java 8, so that
 * old JVMs can load it.
 */
public final class Launcher {
    private static final int MINIMUM = 21;

    private Launcher() {}

    /** Starts the program with its arguments; exits with 2 on a JVM below 21. */
    public static void main(String[] args) throws Exception {
        String version = System.getProperty("java.specification.version");
        if (feature(version) < MINIMUM) {
            System.err.println("Madang needs Java " + MINIMUM + " or newer; this is Java " + version + " ("
                    + System.getProperty("java.home") + "). Start it with a newer JDK's bin/java.");
            System.exit(2);
        }
        Class.forName(mainClass()).getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static int feature(String version) {
        return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    }

    private static String mainClass() throws Exception {
        InputStream name = Launcher.class.getResourceAsStream("/META-INF/madang-main");
        if (name == null) {
            throw new IllegalStateException("META-INF/madang-main is missing from this jar");
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(name, StandardCharsets.UTF_8));
        try {
            return reader.readLine().trim();
        } finally {
            reader.close();
        }
    }
}
