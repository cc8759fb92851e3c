package com.example;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What was uploaded, as tables: {@code log} has the records of all objects, {@code manifest} a line for each object. */
final class Archive implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    /** @param objects a directory here; {@code s3://bucket/prefix} would do as well */
    Archive(String objects, Path manifest) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        statement.execute("""
                CREATE VIEW log AS
                SELECT * FROM read_json('%s/**/*.log.zst', format = 'newline_delimited', compression = 'zstd', filename = true,
                    columns = {time: 'TIMESTAMPTZ', level: 'VARCHAR', thread: 'VARCHAR', customer: 'BIGINT',
                               cents: 'BIGINT', millis: 'BIGINT', known: 'BOOLEAN'},
                    hive_partitioning = true, hive_types = {event: VARCHAR, date: DATE, hour: INTEGER})
                """.formatted(quoted(objects)));
        statement.execute("""
                CREATE VIEW manifest AS
                SELECT * FROM read_json('%s', format = 'newline_delimited')
                """.formatted(quoted(manifest.toString())));
    }

    void printRecordsByHour() throws SQLException {
        print("Records by event and hour", """
                SELECT event, date, hour, count(DISTINCT filename) AS objects, count(*) AS records
                FROM log GROUP BY ALL ORDER BY ALL
                """);
    }

    void printSlowestPayments() throws SQLException {
        print("Slowest payments", """
                SELECT customer, millis, cents FROM log WHERE event = 'payment' ORDER BY millis DESC LIMIT 5
                """);
    }

    void printManifest() throws SQLException {
        print("By the manifest", """
                SELECT event, count(*) AS objects, sum(records) AS records, sum(size) AS bytes, sum(storedSize) AS stored
                FROM manifest GROUP BY event ORDER BY event
                """);
    }

    /** Records found in the objects, by event. */
    Map<String, Long> records() throws SQLException {
        Map<String, Long> records = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT event, count(*) FROM log GROUP BY event")) {
            while (rows.next()) {
                records.put(rows.getString(1), rows.getLong(2));
            }
        }
        return records;
    }

    /** Objects of which the manifest says something else than what is in them, or nothing; and those that it alone knows. */
    long disagreements() throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                WITH found AS (SELECT filename, count(*) AS records FROM log GROUP BY filename),
                     said AS (SELECT bucket || '/' || key AS filename, sum(records) AS records FROM manifest GROUP BY ALL)
                SELECT count(*) FROM found FULL JOIN said USING (filename)
                WHERE found.records IS DISTINCT FROM said.records
                """)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void print(String title, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            System.out.println();
            System.out.println(title);
            Table.of(rows).print(System.out);
        }
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
