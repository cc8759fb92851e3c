package com.example;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The answer to a query as text: a head, then the rows, in columns as wide as they must be. */
record Table(List<List<String>> lines) {
    static Table of(ResultSet rows) throws SQLException {
        ResultSetMetaData head = rows.getMetaData();
        List<List<String>> lines = new ArrayList<>();
        lines.add(line(head.getColumnCount(), head::getColumnLabel));
        while (rows.next()) {
            lines.add(line(head.getColumnCount(), rows::getString));
        }
        return new Table(lines);
    }

    void print(PrintStream out) {
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                text.append("  ").append(("%-" + width(column) + "s").formatted(line.get(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    /** A cell by its number, from 1. */
    private interface Cells {
        String text(int column) throws SQLException;
    }

    private static List<String> line(int columns, Cells cells) throws SQLException {
        List<String> line = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            line.add(String.valueOf(cells.text(column)));
        }
        return line;
    }
}
