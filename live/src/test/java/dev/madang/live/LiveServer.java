package dev.madang.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on a free port of the loopback address, with its database in a folder of the test's. */
final class LiveServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private LiveServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static LiveServer start(Path folder, String... arguments) {
        return start(folder, List.of(), arguments);
    }

    /** With beans in place of the application's own. */
    static LiveServer start(Path folder, List<Class<?>> replacements, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        if (all.stream().noneMatch(argument -> argument.startsWith("--server.address="))) {
            all.add("--server.address=127.0.0.1");
        }
        if (all.stream().noneMatch(argument -> argument.startsWith("--madang.store="))) {
            all.add("--madang.store=sqlite:" + folder.resolve("madang.db"));
        }
        all.add("--spring.main.allow-bean-definition-overriding=true");
        var sources = new ArrayList<Class<?>>();
        sources.add(Live.class);
        sources.addAll(replacements);
        return new LiveServer(new SpringApplication(sources.toArray(Class[]::new)).run(all.toArray(String[]::new)));
    }

    int port() {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    NamespaceClient client() {
        return NamespaceClient.connect(port(), "");
    }

    /** A client of contract v2; {@code auth} is the rest of what it says about itself, such as {@code "name":"영희"}. */
    NamespaceClient second(String auth) {
        return NamespaceClient.connect(port(), "", "{\"v\":2" + (auth.isEmpty() ? "" : "," + auth) + "}");
    }

    @Override
    public void close() {
        context.close();
    }
}
