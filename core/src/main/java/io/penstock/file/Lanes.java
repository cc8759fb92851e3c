package io.penstock.file;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events' lanes, by name. Bounded (I13): those without files are forgotten beyond {@link #MOST}, the least recently used
 * first; an event that comes back afterwards counts on above every number forgotten. Files thread.
 */
final class Lanes {
    private static final int MOST = 1024;

    private final Map<String, Lane> lanes = new LinkedHashMap<>(64, 0.75f, true);
    private long forgotten;

    Lane of(String event) {
        Lane lane = lanes.get(event);
        if (lane == null) {
            forget();
            lane = new Lane(event, forgotten);
            lanes.put(event, lane);
        }
        return lane;
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /** Whether a file that was given away is not sealed yet. */
    boolean haveUnsealed() {
        return lanes.values().stream().anyMatch(lane -> lane.unsealed() > 0);
    }

    /** Whether a file of ours has this name now. */
    boolean hold(Path path) {
        return lanes.values().stream()
                .anyMatch(
                        lane -> lane.files.stream().anyMatch(file -> file.path().equals(path)));
    }

    private void forget() {
        Iterator<Lane> oldest = lanes.values().iterator();
        while (lanes.size() >= MOST && oldest.hasNext()) {
            Lane lane = oldest.next();
            if (lane.files.isEmpty()) {
                forgotten = Math.max(forgotten, lane.sequence());
                oldest.remove();
            }
        }
    }
}
