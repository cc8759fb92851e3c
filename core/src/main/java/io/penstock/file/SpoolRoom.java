package io.penstock.file;

import io.penstock.config.SpoolConfig;
import io.penstock.status.EventCounters;
import io.penstock.status.StatusListener;

/**
 * What everything in one spool shares.
 *
 * @param start unique id of this pipeline's start
 * @param total counts what belongs to no live event
 */
record SpoolRoom(
        SpoolConfig config,
        SpoolPaths paths,
        SpoolFolder folder,
        SlotLock slot,
        String start,
        FilesThread thread,
        StatusListener status,
        EventCounters total) {
    Trouble trouble(String work, String consequence) {
        return new Trouble(work, consequence, status, System::nanoTime);
    }
}
