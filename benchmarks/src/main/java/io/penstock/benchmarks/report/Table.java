package io.penstock.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text under headings, for the screen or as Markdown. Columns whose heading begins with {@code >} are set flush right. */
public final class Table {
    private static final String RIGHT = ">";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @param cells one per heading */
    public void add(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(List.of(cells));
    }

    /** Columns aligned with spaces. */
    public String toText() {
        List<List<String>> all = new ArrayList<>();
        all.add(headings.stream().map(Table::withoutMark).toList());
        all.addAll(rows);
        int[] widths = IntStream.range(0, headings.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return all.stream().map(row -> textRow(row, widths)).collect(Collectors.joining("\n"));
    }

    /** A Markdown table. */
    public String toMarkdown() {
        List<String> lines = new ArrayList<>();
        lines.add(markdownRow(headings.stream().map(Table::withoutMark).toList()));
        lines.add(markdownRow(headings.stream()
                .map(heading -> heading.startsWith(RIGHT) ? "--:" : "---")
                .toList()));
        rows.forEach(row -> lines.add(markdownRow(row)));
        return String.join("\n", lines);
    }

    private String textRow(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            boolean right = headings.get(column).startsWith(RIGHT);
            line.append(right ? padding : "")
                    .append(cells.get(column))
                    .append(right ? "" : padding)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static String markdownRow(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String withoutMark(String heading) {
        return heading.startsWith(RIGHT) ? heading.substring(RIGHT.length()) : heading;
    }
}
