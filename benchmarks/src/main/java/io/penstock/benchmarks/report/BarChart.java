package io.penstock.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Horizontal bars as an SVG that follows the reader's light or dark scheme. */
public final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABEL_WIDTH = 390;
    private static final int VALUE_WIDTH = 80;
    private static final int ROW_HEIGHT = 24;
    private static final int BAR_HEIGHT = 16;
    private static final int HEAD_HEIGHT = 58;
    private static final int LINE_LENGTH = 130;
    private static final String STYLE = """
              <style>
                text { font: 13px system-ui, sans-serif; fill: #24292f }
                .title { font-weight: 600; font-size: 15px }
                .note { font-size: 11px; fill: #57606a }
                .ours { fill: #0969da }
                .theirs { fill: #8c959f }
                @media (prefers-color-scheme: dark) {
                  text { fill: #e6edf3 }
                  .note { fill: #9198a1 }
                  .ours { fill: #4493f8 }
                  .theirs { fill: #656c76 }
                }
              </style>
            """;

    private final String title;
    private final String note;
    private final DoubleFunction<String> unit;
    private final List<Bar> bars;

    /** @param ours drawn in the colour that stands out */
    public record Bar(String label, double value, boolean ours) {}

    /** @param unit writes a value beside its bar */
    public BarChart(String title, String note, DoubleFunction<String> unit, List<Bar> bars) {
        this.title = title;
        this.note = note;
        this.unit = unit;
        this.bars = List.copyOf(bars);
    }

    /** The picture, with the same text for those who cannot see it. */
    public String toSvg() {
        double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        int height = HEAD_HEIGHT + bars.size() * ROW_HEIGHT + ROW_HEIGHT;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
                .formatted(WIDTH, height, escape(title)));
        svg.append(STYLE);
        svg.append(text("title", 0, 18, title));
        int split = splitAt(note);
        svg.append(text("note", 0, 36, note.substring(0, split)));
        svg.append(text("note", 0, 50, note.substring(split).strip()));
        int y = HEAD_HEIGHT + 4;
        for (Bar bar : bars) {
            double length = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) * bar.value() / longest;
            svg.append(text("", 0, y + 13, bar.label()));
            svg.append(String.format(
                    Locale.ROOT,
                    "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                    bar.ours() ? "ours" : "theirs",
                    LABEL_WIDTH,
                    y,
                    length,
                    BAR_HEIGHT));
            svg.append(text("", LABEL_WIDTH + (int) length + 6, y + 13, unit.apply(bar.value())));
            y += ROW_HEIGHT;
        }
        return svg.append("</svg>\n").toString();
    }

    private static int splitAt(String note) {
        if (note.length() <= LINE_LENGTH) {
            return note.length();
        }
        int space = note.lastIndexOf(' ', LINE_LENGTH);
        return space < 0 ? LINE_LENGTH : space;
    }

    private static String text(String style, int x, int y, String content) {
        String attribute = style.isEmpty() ? "" : " class=\"" + style + "\"";
        return "  <text%s x=\"%d\" y=\"%d\">%s</text>%n".formatted(attribute, x, y, escape(content));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
