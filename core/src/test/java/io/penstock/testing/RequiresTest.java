package io.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** What becomes of a test on a machine that has, or lacks, what it needs. */
class RequiresTest {
    @RequiresCommand({"sh", "no-such-command"})
    private static final class NeedsTooMuch {}

    @RequiresCommand("sh")
    private static final class NeedsAShell {}

    @Test
    void aTestIsSkippedWithTheReason() {
        var result = Requires.evaluate(NeedsTooMuch.class, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains("needs the command no-such-command");
    }

    @Test
    void theSameTestFailsInCi() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Requires.evaluate(NeedsTooMuch.class, true))
                .withMessageContaining("no-such-command");
    }

    @Test
    void aTestRunsWhereAllIsThere() {
        assertThat(Requires.evaluate(NeedsAShell.class, true).isDisabled()).isFalse();
    }
}
