package dev.madang.live.transfer;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Puts lines that come newest first into their order, in a file of its own that goes with it. Used by one thread. */
final class Spool implements Closeable {
    /*
     * Stores list by id, which is nearly the order in which others see the comments of a post, but not quite. What is kept in
     * memory is two numbers a line; the file is the system's, and readable by nobody else.
     */
    private final Path path;
    private final RandomAccessFile file;
    private BufferedOutputStream out;
    private long[] order = new long[256];
    private long[] from = new long[256];
    private int count;
    private long end;

    Spool() throws IOException {
        this.path = Files.createTempFile("madang", ".lines");
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.out = buffered();
    }

    /** Adds a line in front of those that came before; {@code place} is its place if that is not 0, or else behind all that have one. */
    void add(long place, byte[] line) throws IOException {
        if (count == order.length) {
            order = Arrays.copyOf(order, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
        }
        order[count] = place;
        from[count] = end;
        count++;
        out.write(line);
        out.write('\n');
        end += line.length + 1L;
    }

    /** Writes the lines in order, and forgets them. */
    long drain(OutputStream to) throws IOException {
        out.flush();
        for (int line : lines()) {
            long until = line + 1 < count ? from[line + 1] : end;
            var bytes = new byte[Math.toIntExact(until - from[line])];
            file.seek(from[line]);
            file.readFully(bytes);
            to.write(bytes);
        }
        long written = count;
        count = 0;
        end = 0;
        file.setLength(0);
        file.seek(0);
        out = buffered();
        return written;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            Files.deleteIfExists(path);
        }
    }

    private BufferedOutputStream buffered() {
        return new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), 1 << 16);
    }

    /** The numbers of the lines in their order; those without a place in the opposite of the order they came in. */
    private int[] lines() {
        int placed = 0;
        for (int i = 0; i < count; i++) {
            placed += order[i] == 0 ? 0 : 1;
        }
        var lines = new int[count];
        int behind = placed;
        for (int i = count - 1; i >= 0; i--) {
            if (order[i] == 0) {
                lines[behind++] = i;
            }
        }
        System.arraycopy(sorted(placed), 0, lines, 0, placed);
        return lines;
    }

    private int[] sorted(int placed) {
        var keys = new long[placed];
        var at = new int[placed];
        int next = placed;
        for (int i = 0; i < count; i++) {
            if (order[i] != 0) {
                next--;
                keys[next] = order[i];
                at[next] = i;
            }
        }
        merge(keys, at);
        return at;
    }

    /* Nearly in order already: runs are merged, as a sort of objects would do, without objects. */
    private static void merge(long[] keys, int[] at) {
        var otherKeys = new long[keys.length];
        var otherAt = new int[at.length];
        for (int width = 1; width < keys.length; width *= 2) {
            for (int left = 0; left < keys.length; left += 2 * width) {
                int middle = Math.min(left + width, keys.length);
                int right = Math.min(left + 2 * width, keys.length);
                int a = left;
                int b = middle;
                for (int to = left; to < right; to++) {
                    boolean first = a < middle && (b >= right || keys[a] <= keys[b]);
                    int take = first ? a++ : b++;
                    otherKeys[to] = keys[take];
                    otherAt[to] = at[take];
                }
            }
            System.arraycopy(otherKeys, 0, keys, 0, keys.length);
            System.arraycopy(otherAt, 0, at, 0, at.length);
        }
    }
}
