package dev.madang.live;

import dev.madang.live.transfer.Commands;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A command of the jar in a process of its own: the settings of the server, without the server. */
final class CommandRun {
    private CommandRun() {}

    /* Standard output belongs to what the command writes; the log goes to standard error. */
    static int of(String[] args) {
        System.setOut(System.err);
        var out = new FileOutputStream(FileDescriptor.out);
        return new Commands(
                        () -> store(args),
                        () -> Rehearsal.run(System.err),
                        Clock.systemUTC(),
                        System.in,
                        out,
                        System.err)
                .run(args);
    }

    private static String store(String[] args) {
        var application = new SpringApplication(Settings.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        try (ConfigurableApplicationContext context = application.run(args)) {
            return context.getBean(LiveSettings.class).store();
        }
    }

    /** What is read of the settings. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(LiveSettings.class)
    static class Settings {}
}
