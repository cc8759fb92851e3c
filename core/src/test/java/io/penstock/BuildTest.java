package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What the README says of the build. */
class BuildTest {
    /** Surefire takes {@code -DskipTests} by itself; failsafe, since 3.6.0, only where the build passes it on. */
    @Test
    void skipTestsSkipsTheIntegrationTestsToo() throws Exception {
        assertThat(inPom("//pluginManagement//plugin[artifactId='maven-failsafe-plugin']/configuration/skipTests"))
                .isEqualTo("${skipTests}");
        assertThat(inPom("/project/properties/skipTests")).isEqualTo("false");
        assertThat(Files.readString(root().resolve("README.md"))).contains("`mvn install -DskipTests`");
    }

    private static String inPom(String path) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(root().resolve("pom.xml").toFile());
        return XPathFactory.newInstance().newXPath().evaluate(path, pom);
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }
}
