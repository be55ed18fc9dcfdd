package dev.madang.live.comments;

/** Hears how long viewers waited for what was committed. Called in the posts' lines; must not block. */
@FunctionalInterface
public interface DeliveryListener {
    /**
     * A change was handed to the sockets that watch its post.
     *
     * @param nanos since its commit
     */
    void delivered(long nanos);
}
