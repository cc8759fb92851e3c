package io.penstock.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/**
 * The events' lanes, by name, and who has which live name. Bounded (I13): lanes without files are forgotten beyond
 * {@link #MOST}, the least recently used first; an event that comes back afterwards counts on above every number forgotten.
 * {@code penstock-files} alone makes lanes and gives them files, so that none is forgotten in between; everything else is
 * any thread's.
 */
final class Lanes {
    private static final int MOST = 1024;

    private enum NameState {
        /** To be tried, or to be cleared. */
        TAKEN,
        OURS
    }

    private final ToLongFunction<Lane> advance;
    private final Map<String, Lane> lanes = new LinkedHashMap<>(64, 0.75f, true);
    private final ConcurrentMap<Path, NameState> liveNames = new ConcurrentHashMap<>();
    private long forgotten;

    /** @param advance takes a lane's files forward, on {@code penstock-seal} */
    Lanes(ToLongFunction<Lane> advance) {
        this.advance = advance;
    }

    /** {@code penstock-files}. */
    synchronized Lane of(String event) {
        Lane lane = lanes.get(event);
        if (lane == null) {
            forget();
            lane = new Lane(event, forgotten, advance);
            lanes.put(event, lane);
        }
        return lane;
    }

    synchronized Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    /** Whether a file that was given away is not sealed yet. */
    synchronized boolean haveUnsealed() {
        for (Lane lane : lanes.values()) {
            if (lane.unsealed() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Takes a live name: for a file of ours, or for sealing what an earlier process left under it. False when it is taken. */
    boolean takeName(Path live) {
        return liveNames.putIfAbsent(live, NameState.TAKEN) == null;
    }

    /** A file of ours stands under the name that was taken for it. */
    void haveName(Path live) {
        liveNames.put(live, NameState.OURS);
    }

    /** Whether a file of ours stands there; false while a rename that may find the name in use is under way. */
    boolean isOurs(Path live) {
        return liveNames.get(live) == NameState.OURS;
    }

    /** No file of ours has this name any more. */
    void giveName(Path live) {
        liveNames.remove(live);
    }

    private void forget() {
        Iterator<Lane> oldest = lanes.values().iterator();
        while (lanes.size() >= MOST && oldest.hasNext()) {
            Lane lane = oldest.next();
            if (lane.isEmpty()) {
                forgotten = Math.max(forgotten, lane.sequence());
                oldest.remove();
            }
        }
    }
}
