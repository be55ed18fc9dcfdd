package dev.madang.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the application's data file, as it lay on the disk at one moment. */
final class DataFile implements FaultyStore.Stored {
    private final Path copy;

    private DataFile(Path copy) {
        this.copy = copy;
    }

    /** Copies the file and its log from a folder whose server does not run. */
    static DataFile of(Path folder) {
        try {
            Path to = Files.createTempDirectory(folder, "copy");
            try (Stream<Path> files = Files.list(folder.resolve("data"))) {
                for (Path file :
                        files.filter(file -> !file.toString().endsWith("-shm")).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
            return new DataFile(to.resolve("madang.db"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the database says of its own integrity: {@code ok}. */
    @Override
    public String integrity() {
        return String.join("; ", query("PRAGMA integrity_check"));
    }

    /** The contents of a post's comments, in their order. */
    @Override
    public List<String> comments(String post) {
        return query("SELECT content FROM comments WHERE post = ? ORDER BY seq", post);
    }

    private List<String> query(String sql, String... parameters) {
        return column("jdbc:sqlite:" + copy, sql, parameters);
    }

    /** The first column of what a database answers, as text. */
    static List<String> column(String jdbc, String sql, String... parameters) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbc);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
