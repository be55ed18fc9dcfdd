package dev.madang.live;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Takes the definitions of beans that the build wrote into the jar, where they fit the settings; else they are worked out from
 * annotations and conditions, as they are without a jar. Asked once, before a server starts.
 */
final class PreparedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    /*
     * The build decides the conditions of configuration classes, as they are without any setting. What decides one of them must be
     * listed here: Spring's own settings as a whole, and of ours those that add or take away beans by an annotation. See
     * docs/decisions/042.
     */
    private static final List<String> DECIDING =
            List.of("spring.", "management.", "server.forward", "madang.admin.", "madang.dashboard.enabled");

    private static final String ABOUT_THIS = "spring.application.";
    private static final String OWN_FILE = "Config resource 'class path resource";
    private static final String WRITTEN = Live.class.getName() + "__ApplicationContextInitializer";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        boolean fit = alone()
                && event.getEnvironment().getPropertySources().stream()
                        .filter(source -> !source.getName().startsWith(OWN_FILE))
                        .flatMap(PreparedBeans::names)
                        .noneMatch(PreparedBeans::decides);
        SpringProperties.setProperty("spring.aot.enabled", Boolean.toString(fit));
    }

    /* The build knew what is on the class path: not beside compiled classes, nor among other jars. */
    private static boolean alone() {
        String path = System.getProperty("java.class.path", "");
        return path.endsWith(".jar")
                && !path.contains(File.pathSeparator)
                && ClassUtils.isPresent(WRITTEN, Live.class.getClassLoader());
    }

    private static Stream<String> names(PropertySource<?> source) {
        return source instanceof EnumerablePropertySource<?> listed
                ? Stream.of(listed.getPropertyNames())
                : Stream.empty();
    }

    /** Whether a setting, or the environment variable for it, may change which beans there are. */
    static boolean decides(String name) {
        String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
        return !property.startsWith(ABOUT_THIS) && DECIDING.stream().anyMatch(property::startsWith);
    }
}
