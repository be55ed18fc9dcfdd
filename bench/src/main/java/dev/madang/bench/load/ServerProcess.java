package dev.madang.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The measured process, as {@code /proc} shows it (proc(5)). */
final class ServerProcess {
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final double TICKS_PER_SECOND = 100;

    private final long pid;

    ServerProcess(long pid) {
        this.pid = pid;
    }

    /** CPU seconds so far, in user mode and in the kernel. */
    Cpu cpu() {
        return read("/proc/" + pid + "/stat");
    }

    /** CPU seconds of the whole machine that were spent on something. */
    static double machine() {
        String[] words = lines(Path.of("/proc/stat")).get(0).trim().split(" +");
        double busy = 0;
        for (int i = 1; i <= 8; i++) {
            busy += i == 4 || i == 5 ? 0 : Double.parseDouble(words[i]);
        }
        return busy / TICKS_PER_SECOND;
    }

    static Cpu self() {
        return read("/proc/self/stat");
    }

    /** Memory that is resident, in KiB. */
    long residentKib() {
        for (String line : lines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    /**
     * Bytes of live objects in a JVM, after a full collection.
     *
     * @param jcmd the command of that JVM's JDK
     */
    long liveHeap(String jcmd) throws IOException {
        Process histogram = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] total =
                text.substring(Math.max(0, text.lastIndexOf("Total"))).trim().split(" +");
        if (total.length < 3) {
            throw new IOException("jcmd says: " + text);
        }
        return Long.parseLong(total[2]);
    }

    private static Cpu read(String file) {
        String line = lines(Path.of(file)).get(0);
        String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return new Cpu(
                Double.parseDouble(words[USER]) / TICKS_PER_SECOND,
                Double.parseDouble(words[SYSTEM]) / TICKS_PER_SECOND);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Cpu(double user, double system) {
        Cpu since(Cpu earlier) {
            return new Cpu(user - earlier.user, system - earlier.system);
        }

        double both() {
            return user + system;
        }
    }
}
