package io.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** The event file appender inside Logback's own router: one pipeline per directory. */
class SiftingTest {
    @TempDir
    Path directory;

    @Test
    void aSiftingAppenderGivesEveryTenantItsOwnSpool() {
        String xml = """
                <configuration>
                  <appender name="SIFT" class="ch.qos.logback.classic.sift.SiftingAppender">
                    <discriminator><key>tenant</key><defaultValue>none</defaultValue></discriminator>
                    <sift>
                      <appender name="EVENTS-${tenant}" class="io.penstock.logback.EventFileAppender">
                        <directory>%s/${tenant}</directory>
                        <encoder><pattern>%%msg%%n</pattern></encoder>
                      </appender>
                    </sift>
                  </appender>
                  <root level="INFO"><appender-ref ref="SIFT"/></root>
                </configuration>
                """.formatted(directory);
        try (Logging logging = new Logging().configure(xml)) {
            for (String tenant : new String[] {"red", "blue", "red"}) {
                MDC.put("tenant", tenant);
                logging.log("payment", "paid by " + tenant);
            }
            assertThat(logging.errors()).isEmpty();
        } finally {
            MDC.remove("tenant");
        }
        assertThat(new SpoolReader(directory.resolve("red")).lines("payment"))
                .containsExactly("paid by red", "paid by red");
        assertThat(new SpoolReader(directory.resolve("blue")).lines("payment")).containsExactly("paid by blue");
    }
}
