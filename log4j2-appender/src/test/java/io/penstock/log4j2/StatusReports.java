package io.penstock.log4j2;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** What Log4j2's status channel was told while this is open. */
final class StatusReports implements StatusListener {
    private final List<StatusData> reports = new CopyOnWriteArrayList<>();

    private StatusReports() {}

    static StatusReports open() {
        StatusReports reports = new StatusReports();
        StatusLogger.getLogger().registerListener(reports);
        return reports;
    }

    @Override
    public void log(StatusData data) {
        reports.add(data);
    }

    @Override
    public Level getStatusLevel() {
        return Level.INFO;
    }

    /** The messages of this level or above. */
    List<String> messages(Level level) {
        return reports.stream()
                .filter(data -> data.getLevel().isMoreSpecificThan(level))
                .map(data -> data.getMessage().getFormattedMessage())
                .toList();
    }

    /** The errors in which our own appender is named. */
    List<String> ourErrors() {
        return messages(Level.ERROR).stream()
                .filter(message -> message.startsWith("EventFile"))
                .toList();
    }

    void forget() {
        reports.clear();
    }

    /** Called by Log4j2 as well. */
    @Override
    public void close() {}

    void end() {
        StatusLogger.getLogger().removeListener(this);
    }
}
