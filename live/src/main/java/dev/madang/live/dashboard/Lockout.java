package dev.madang.live.dashboard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Who tried too many wrong passwords: {@value #OF_ADDRESS} from one address, or {@value #OF_USER} for one user from all those
 * addresses that this user never came from. Both are forgiven {@value #MINUTES} minutes after the last try. Any thread; the
 * memory is bounded.
 */
final class Lockout {
    /*
     * A try counts from its beginning, so that many at once are no way around. The owner cannot be locked out by strangers at an
     * address that signed in before. A flood of addresses may push old ones out of the memory; the limit of the user holds then.
     */
    static final int OF_ADDRESS = 5;
    static final int OF_USER = 50;
    static final int MINUTES = 15;

    private static final int ADDRESSES = 10_000;
    private static final int USERS = 1_000;
    private static final int LONGEST_USER = 100;
    private static final Duration FRIEND = Duration.ofDays(30);

    private final Cache<String, Integer> addresses;
    private final Cache<String, Integer> users;
    private final Cache<String, Boolean> friends;

    Lockout(Ticker ticker) {
        this.addresses = counts(ADDRESSES, ticker);
        this.users = counts(USERS, ticker);
        this.friends = Caffeine.newBuilder()
                .maximumSize(USERS)
                .expireAfterWrite(FRIEND)
                .ticker(ticker)
                .build();
    }

    private static Cache<String, Integer> counts(int size, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(Duration.ofMinutes(MINUTES))
                .ticker(ticker)
                .build();
    }

    /** Whether somebody may try once more; it counts as a failure until {@link #succeeded}. */
    boolean mayTry(String address, String user) {
        if (one(addresses, address) > OF_ADDRESS) {
            return false;
        }
        return one(users, cut(user)) <= OF_USER || friends.getIfPresent(friend(address, user)) != null;
    }

    /** The password was right: what was tried before is forgotten. */
    void succeeded(String address, String user) {
        addresses.invalidate(address);
        users.invalidate(cut(user));
        friends.put(friend(address, user), true);
    }

    private static int one(Cache<String, Integer> counts, String key) {
        return counts.asMap().merge(key, 1, (before, more) -> Math.min(before + more, Integer.MAX_VALUE - 1));
    }

    private static String cut(String user) {
        return user.substring(0, Math.min(user.length(), LONGEST_USER));
    }

    private static String friend(String address, String user) {
        return address + ' ' + cut(user);
    }
}
