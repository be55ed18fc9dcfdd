package dev.madang.live.moderation;

import dev.madang.live.store.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The log of what was done: lines are added, and never changed. Any thread; fails if the store does not answer. */
public final class Audit {
    static final String KIND = "audit";
    static final String UNDONE = "undone";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Mirror mirror;

    Audit(Mirror mirror) {
        this.mirror = mirror;
    }

    /**
     * The newest entries, the newest first.
     *
     * @param before the id of the last entry of the answer before, or null to begin
     */
    public CompletableFuture<List<AuditEntry>> newest(@Nullable String before, int limit) {
        return mirror.newest(KIND, before, limit)
                .thenApply(entries -> entries.stream()
                        .flatMap(entry -> Optional.ofNullable(entry.json()).stream())
                        .map(Audit::read)
                        .toList());
    }

    /** One entry; empty if there is none. */
    public CompletableFuture<Optional<AuditEntry>> find(String id) {
        return mirror.get(KIND, id)
                .thenApply(found -> found.flatMap(entry -> Optional.ofNullable(entry.json()))
                        .map(Audit::read));
    }

    /** Writes an entry, and with it what it is about. False if that was undone before, or is not what it was. */
    CompletableFuture<Boolean> write(AuditEntry entry, List<Records.Put> more) {
        var puts = new ArrayList<Records.Put>(more);
        puts.add(new Records.Put(KIND, entry.id(), JSON.writeValueAsString(entry), Records.Put.NONE));
        if (entry.undoes() != null) {
            puts.add(new Records.Put(UNDONE, entry.undoes(), "\"" + entry.id() + "\"", Records.Put.NONE));
        }
        return mirror.write(puts);
    }

    private static AuditEntry read(String json) {
        return JSON.readValue(json, AuditEntry.class);
    }
}
