package dev.madang.live.dashboard;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the process takes of the machine it runs on. One thread. */
final class Machine {
    private static final double MIB = 1024.0 * 1024;
    private static final double KIB_PER_MIB = 1024.0;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String SQLITE = "sqlite:";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final List<Path> files;
    private final Path folder;

    /** With the database of that URL; of one that is no file there is no size, and the disk is that of the working folder. */
    Machine(String store) {
        Path file = store.startsWith(SQLITE)
                ? Path.of(store.substring(SQLITE.length())).toAbsolutePath()
                : null;
        this.files = file == null ? List.of() : List.of(file, Path.of(file + "-wal"));
        Path parent = file == null ? null : file.getParent();
        this.folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    }

    void into(Sample.Sheet sheet) {
        sheet.put(Measure.CPU, share(system.getProcessCpuLoad()))
                .put(Measure.MACHINE, share(system.getCpuLoad()))
                .put(Measure.HEAP, memory.getHeapMemoryUsage().getUsed() / MIB)
                .put(Measure.RSS, resident())
                .put(Measure.FREE, free())
                .put(
                        Measure.DATA,
                        files.isEmpty()
                                ? Double.NaN
                                : files.stream().mapToLong(Machine::size).sum() / MIB);
    }

    private static double share(double load) {
        return load < 0 ? Double.NaN : load * 100;
    }

    private static double resident() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
                }
            }
        } catch (IOException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }

    private double free() {
        try {
            FileStore disk = Files.getFileStore(folder);
            return disk.getUsableSpace() / MIB;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
