package io.penstock.file;

import io.penstock.config.SpoolConfig;
import io.penstock.status.StatusListener;
import java.io.IOException;

/**
 * What everything in one spool shares.
 *
 * @param start unique id of this pipeline's start
 * @param preparing {@code penstock-files}
 * @param sealing {@code penstock-seal}
 * @param held sealed files that are being uploaded
 */
record SpoolRoom(
        SpoolConfig config,
        SpoolPaths paths,
        SpoolFolder folder,
        SlotLock slot,
        String start,
        FilesThread preparing,
        FilesThread sealing,
        StatusListener status,
        SpoolCounters counters,
        HeldFiles held) {
    /** Makes the directories again that a file stands in until it is sealed, should others have removed them. Any thread. */
    void restore() throws IOException {
        folder.createDirectory(paths.directory());
        folder.createOwnDirectory(paths.own());
    }

    /** Makes all directories again that others have removed. Any thread. */
    void restoreAll() throws IOException {
        restore();
        folder.createOwnDirectory(paths.sealed());
    }

    Trouble trouble(String work, String consequence) {
        return new Trouble(work, consequence, status, System::nanoTime);
    }
}
