package io.penstock.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Append;
import io.penstock.Penstock;
import java.nio.file.Path;
import java.time.Duration;

/** Writes and says what is flushed, until it is killed; or writes a little beside another process, and ends. */
final class CrashScenario {
    static final int THREAD = 7;
    static final int BESIDE_RECORDS = 20_000;

    private CrashScenario() {}

    /** Arguments: directory, {@code beside} or {@code endless}. */
    public static void main(String[] arguments) throws Exception {
        Told told = new Told();
        Setup setup = Setup.in(Path.of(arguments[0]));
        Penstock penstock = setup.rotation("size", "2 MB").open(told);
        boolean endless = arguments[1].equals("endless");
        for (int number = 0; endless || number < BESIDE_RECORDS; number++) {
            byte[] line = Ledger.line(THREAD, number, number % 300);
            for (String event : SecondProcessIT.EVENTS) {
                assertThat(penstock.append(event, line)).isEqualTo(Append.ACCEPTED);
            }
            if (endless && number % 500 == 499 && penstock.flush(Duration.ofSeconds(30))) {
                System.out.println(number);
                System.out.flush();
            }
        }
        assertThat(penstock.close(Duration.ofMinutes(1))).as("%s", told).isTrue();
    }
}
