package dev.madang.admin;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Session;
import dev.madang.server.DisconnectReason;
import dev.madang.server.Monitor;
import dev.madang.server.Namespace;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's part of the official Admin UI, {@code @socket.io/admin-ui} 0.5.1: given to a server as the option {@code
 * monitor}, and then put to work by {@link #instrument}. Any thread.
 *
 * <p>Administrators join a namespace with the page of that package. In mode {@code DEVELOPMENT} whatever happens on the
 * server is told to that namespace, one event for each event; in mode {@code PRODUCTION} numbers only, every two seconds.
 */
public final class AdminUi implements Monitor {
    /*
     * Both threads are daemons that end with the server: one counts the seconds, the other looks at passwords and is
     * there only while there are any. How many passwords may wait bounds what an attack can cost.
     */
    private static final Logger log = LoggerFactory.getLogger(AdminUi.class);
    private static final int MAX_WAITING_LOGINS = 64;

    private final AdminOptions options;
    private final Traffic traffic = new Traffic();
    private final AtomicBoolean instrumented = new AtomicBoolean();
    private volatile @Nullable LiveEvents live;

    /** For one server. */
    public AdminUi(AdminOptions options) {
        this.options = options;
    }

    /**
     * Opens the namespace for administrators. To be called once, before the server listens: sockets that have joined
     * before are shown without their client.
     *
     * @throws IllegalStateException if the server was not given this object as its option {@code monitor}, or this has
     *     been called before
     */
    public void instrument(SocketIo io) {
        if (!io.options().monitors().contains(this)) {
            throw new IllegalStateException(
                    "the server does not know this Admin UI: SocketIo.builder().monitor(adminUi)");
        }
        if (!instrumented.compareAndSet(false, true)) {
            throw new IllegalStateException("one Admin UI is for one server");
        }
        Namespace admin = io.of(options.namespace());
        ThreadPoolExecutor passwords = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_LOGINS), thread("madang-admin-login"));
        passwords.allowCoreThreadTimeOut(true);
        Login login = new Login(options, passwords);
        LiveEvents events = developing() ? watch(io, admin) : null;
        Commands commands = options.readonly() ? null : new Commands(io);
        Statistics statistics = new Statistics(io, traffic, options.serverId());
        admin.use(login);
        admin.onConnection(socket -> {
            if (commands != null) {
                commands.of(socket);
            }
            login.entered(socket);
            socket.emit("config", Map.of("supportedFeatures", features()));
            socket.emit("server_stats", statistics.now(List.of()));
            if (events != null) {
                events.tellAll(socket);
            }
        });
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(thread("madang-admin"));
        clock.scheduleAtFixedRate(new Seconds(admin, statistics, events), 1, 1, TimeUnit.SECONDS);
        io.closed().whenComplete((nothing, failure) -> {
            clock.shutdownNow();
            passwords.shutdownNow();
        });
    }

    private boolean developing() {
        return options.mode() == AdminOptions.Mode.DEVELOPMENT;
    }

    private LiveEvents watch(SocketIo io, Namespace admin) {
        LiveEvents events = new LiveEvents(io, admin);
        io.onNewNamespace(events::watch);
        io.namespaces().forEach(events::watch);
        live = events;
        return events;
    }

    private List<String> features() {
        List<String> features = new ArrayList<>(options.readonly() ? List.of() : Commands.FEATURES);
        features.add("AGGREGATED_EVENTS");
        if (developing()) {
            features.add("ALL_EVENTS");
        }
        return features;
    }

    private static ThreadFactory thread(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    /** Runs once per second, on one thread. */
    private final class Seconds implements Runnable {
        private final Namespace admin;
        private final Statistics statistics;
        private final @Nullable LiveEvents events;
        private boolean odd;

        Seconds(Namespace admin, Statistics statistics, @Nullable LiveEvents events) {
            this.admin = admin;
            this.statistics = statistics;
            this.events = events;
        }

        @Override
        public void run() {
            try {
                traffic.second(Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli());
                odd = !odd;
                if (odd) {
                    return;
                }
                admin.emit("server_stats", statistics.now(traffic.take()));
                if (events != null) {
                    events.lookAtData();
                }
            } catch (RuntimeException failure) {
                log.warn("administrators are not told", failure);
            }
        }
    }

    @Override
    public void sessionOpened(Session session) {
        traffic.opened(session);
    }

    @Override
    public void sessionUpgraded(Session session) {
        traffic.upgraded();
        LiveEvents events = live;
        if (events != null) {
            events.upgraded(session);
        }
    }

    @Override
    public void sessionClosed(Session session, CloseReason reason) {
        traffic.closed(session, reason);
    }

    @Override
    public void messageReceived(Session session, int bytes) {
        traffic.received(bytes);
    }

    @Override
    public void messagesSent(Session session, int messages, int bytes) {
        traffic.sent(messages, bytes);
    }

    @Override
    public void socketJoined(Socket socket) {
        LiveEvents events = live;
        if (events != null) {
            events.joined(socket);
        }
    }

    @Override
    public void socketLeft(Socket socket, DisconnectReason reason) {
        LiveEvents events = live;
        if (events != null) {
            events.left(socket, reason);
        }
    }
}
