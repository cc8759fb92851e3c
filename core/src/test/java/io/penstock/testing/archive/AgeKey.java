package io.penstock.testing.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key of {@code age}, in {@code key.txt} of a directory. The test says {@code @RequiresCommand({"age", "age-keygen", "zstd"})}. */
public final class AgeKey {
    private final Shell shell;
    private final String recipient;

    private AgeKey(Shell shell, String recipient) {
        this.shell = shell;
        this.recipient = recipient;
    }

    /** Makes one. */
    public static AgeKey in(Path directory) throws IOException, InterruptedException {
        Shell shell = new Shell(directory);
        assertThat(shell.run("age-keygen -o key.txt")).isZero();
        assertThat(shell.run("age-keygen -y key.txt > recipient.txt")).isZero();
        return new AgeKey(
                shell, Files.readString(directory.resolve("recipient.txt")).strip());
    }

    /** What encrypts for this key. */
    public String recipient() {
        return recipient;
    }

    /** Reads an object back that was compressed with zstd, then encrypted. */
    public void readZstd(Path stored, Path plain) throws IOException, InterruptedException {
        String commands = "age -d -i key.txt '" + stored + "' | zstd -dcq > '" + plain + "'";
        assertThat(shell.run(commands)).as(commands).isZero();
    }
}
