package io.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts beyond the plain pattern. */
class LayoutTest {
    @TempDir
    Path folder;

    @Test
    void theHeaderComesFirstAndTheFooterLastInEveryFileAndNeitherIsARecord() {
        long accepted;
        try (TestContext test =
                start("<PatternLayout pattern='%m%n' header='HEAD%n' footer='FOOT%n'/><EventRotation size='4 KB'/>")) {
            for (int i = 0; i < 1_000; i++) {
                test.logger().info("record {}", i);
            }
            accepted = test.total().get("accepted");
        }

        List<Path> files = landed().files("default");
        assertThat(files).hasSizeGreaterThan(2);
        assertThat(files)
                .allSatisfy(file -> assertThat(Landed.read(file).lines())
                        .startsWith("HEAD")
                        .endsWith("FOOT")
                        .hasSizeGreaterThan(2)
                        .doesNotHaveDuplicates());
        assertThat(accepted).isEqualTo(1_000);
        assertThat(landed().lines("default").stream().filter(line -> line.startsWith("record ")))
                .hasSize(1_000);
    }

    @Test
    void csvHasItsHeaderInEveryFile() {
        try (TestContext test =
                start("<CsvParameterLayout header='name,amount\\n' delimiter=','/>".replace("\\n", "&#10;"))) {
            test.logger().info("", "coffee, black", 3);
            test.logger().info("", "tea", 2);
        }

        assertThat(landed().text("default").lines()).containsExactly("name,amount", "\"coffee, black\",3", "tea,2");
    }

    @Test
    void jsonTemplates() {
        try (TestContext test = start("""
                <JsonTemplateLayout eventTemplate='{"m":{"$resolver":"message","stringified":true}}'/>""")) {
            test.logger().info("a \"quote\"");
            test.logger().info("é");
        }

        assertThat(landed().lines("default")).containsExactly("{\"m\":\"a \\\"quote\\\"\"}", "{\"m\":\"é\"}");
    }

    @Test
    void jsonWithARecordToTheLine() {
        try (TestContext test = start("<JsonLayout compact='true' eventEol='true'/>")) {
            test.logger().info("one");
            test.logger().info("two");
        }

        assertThat(landed().lines("default")).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private TestContext start(String elements) {
        return TestContext.start(
                folder,
                "<EventFile name='EVENTS' directory='" + folder.resolve("spool") + "'>" + elements + "</EventFile>");
    }

    private Landed landed() {
        return Landed.in(folder.resolve("spool"));
    }
}
