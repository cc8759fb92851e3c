package io.penstock.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.benchmarks.report.BarChart.Bar;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class BarChartTest {
    @Test
    void barsAreWellFormedAndInProportion() throws Exception {
        String svg = new BarChart(
                        "a < b",
                        "n".repeat(300),
                        Rates::perSecond,
                        List.of(new Bar("x & y", 2e6, true), new Bar("z", 1e6, false)))
                .toSvg();

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var bars = document.getElementsByTagName("rect");
        double first = Double.parseDouble(((Element) bars.item(0)).getAttribute("width"));
        double second = Double.parseDouble(((Element) bars.item(1)).getAttribute("width"));
        assertThat(bars.getLength()).isEqualTo(2);
        assertThat(first).isEqualTo(2 * second);
    }
}
