package dev.madang.bench;

import dev.madang.launcher.CommandLine;
import dev.madang.server.HandlerMode;
import dev.madang.server.ListenOptions;
import dev.madang.server.SocketIo;
import java.io.UncheckedIOException;

/** The server that benchmarks talk to, with the library's defaults: {@code --port 3000 --handlers virtual}. */
public final class BenchServer {
    private static final String USAGE = """
            Usage: java -jar bench-server.jar [--port 3000] [--host ADDRESS] [--handlers virtual|event-loop] [--loops N] [--raw]""";

    private BenchServer() {}

    /** Runs until the process is stopped; exits with 2 if the command line is wrong or the port is taken. */
    public static void main(String[] args) {
        try {
            CommandLine line = new CommandLine(args, "port", "host", "handlers", "loops", "raw?");
            if (!line.words().isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown word " + line.words().get(0));
            }
            SocketIo io = serve(mode(line.text("handlers", "virtual")), line.on("raw"));
            int port = io.listen(listen(line)).address().getPort();
            System.out.println("bench server on port " + port);
            Runtime.getRuntime().addShutdownHook(new Thread(io::close, "shutdown"));
        } catch (IllegalArgumentException | UncheckedIOException refusal) {
            System.err.println(refusal.getMessage() + System.lineSeparator() + USAGE);
            System.exit(2);
        }
    }

    /** A server with the handlers {@code echo} and {@code broadcast}, which listens nowhere yet. */
    public static SocketIo serve(HandlerMode handlers, boolean raw) {
        SocketIo io = SocketIo.builder().handlers(handlers).build();
        Payload payload = raw ? Payload.RAW : Payload.TREE;
        io.onConnection(socket -> {
            socket.on("echo", (arguments, ack) -> {
                Object argument = payload.of(arguments);
                if (ack.requested()) {
                    ack.reply(argument);
                } else {
                    socket.emit("echo", argument);
                }
            });
            socket.on("broadcast", (arguments, ack) -> io.emit("broadcast", payload.of(arguments)));
        });
        return io;
    }

    private static ListenOptions listen(CommandLine line) {
        int port = line.port("port", 3000);
        String host = line.text("host", "");
        String loops = line.text("loops", "0");
        if (!loops.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("--loops " + loops + ": not a number of event loops");
        }
        ListenOptions options = host.isEmpty() ? ListenOptions.port(port) : ListenOptions.at(host, port);
        return options.withLoops(Integer.parseInt(loops));
    }

    private static HandlerMode mode(String name) {
        return switch (name) {
            case "virtual" -> HandlerMode.VIRTUAL_THREADS;
            case "event-loop" -> HandlerMode.EVENT_LOOP;
            default -> throw new IllegalArgumentException("--handlers " + name + ": neither virtual nor event-loop");
        };
    }
}
