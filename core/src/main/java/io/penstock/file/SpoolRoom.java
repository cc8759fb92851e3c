package io.penstock.file;

import io.penstock.config.SpoolConfig;
import io.penstock.status.StatusListener;

/**
 * What everything in one spool shares.
 *
 * @param start unique id of this pipeline's start
 * @param held sealed files that are being uploaded
 */
record SpoolRoom(
        SpoolConfig config,
        SpoolPaths paths,
        SpoolFolder folder,
        SlotLock slot,
        String start,
        FilesThread thread,
        StatusListener status,
        SpoolCounters counters,
        HeldFiles held) {
    Trouble trouble(String work, String consequence) {
        return new Trouble(work, consequence, status, System::nanoTime);
    }
}
