package io.penstock.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.UploadConfig.Compression;
import io.penstock.testing.RequiresCommand;
import io.penstock.testing.Shell;
import io.penstock.testing.archive.AgeKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I2: nobody needs Penstock to read what it has stored. */
@RequiresCommand({"age", "age-keygen", "gzip", "zstd"})
class StoredFormCommandsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    private String recipient;

    @BeforeEach
    void makeKey() throws Exception {
        recipient = AgeKey.in(directory).recipient();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,  cat,        0",
        "NONE,  cat,        3145729",
        "GZIP,  gzip -dc,   0",
        "GZIP,  gzip -dc,   3145729",
        "ZSTD,  zstd -dcq,  0",
        "ZSTD,  zstd -dcq,  3145728",
        "ZSTD,  zstd -dcq,  3145729"
    })
    void theCommandLinesReadEveryFormBack(Compression compression, String command, int length) throws Exception {
        for (byte[] plain : List.of(FormSamples.lines(length), FormSamples.noise(length))) {
            write("clear", StoredForm.of(compression, List.of()), plain);
            assertThat(shell(command + " < clear > plain")).isZero();
            assertThat(directory.resolve("plain")).hasBinaryContent(plain);

            write("secret", StoredForm.of(compression, List.of(recipient)), plain);
            assertThat(shell("age -d -i key.txt secret | " + command + " > plain"))
                    .isZero();
            assertThat(directory.resolve("plain")).hasBinaryContent(plain);
        }
    }

    @Test
    void storedFormsOneAfterTheOtherReadAsOne() throws Exception {
        write("one", StoredForm.of(Compression.ZSTD, List.of()), FormSamples.lines(MIB + 1));
        write("two", StoredForm.of(Compression.ZSTD, List.of()), FormSamples.lines(5));
        write("both", StoredForm.of(Compression.NONE, List.of()), FormSamples.lines(MIB + 1));
        Files.write(directory.resolve("both"), FormSamples.lines(5), StandardOpenOption.APPEND);

        assertThat(shell("cat one two | zstd -dcq > plain")).isZero();

        assertThat(directory.resolve("plain")).hasSameBinaryContentAs(directory.resolve("both"));
    }

    @Test
    void aFlippedByteIsAnErrorToAge() throws Exception {
        write("secret", StoredForm.of(Compression.ZSTD, List.of(recipient)), FormSamples.noise(MIB));
        assertThat(shell("age -d -i key.txt secret > plain")).isZero();
        byte[] stored = Files.readAllBytes(directory.resolve("secret"));
        stored[MIB / 2] ^= 1;
        Files.write(directory.resolve("secret"), stored);

        assertThat(shell("age -d -i key.txt secret > plain")).isNotZero();
    }

    private void write(String name, StoredForm form, byte[] plain) throws Exception {
        Files.write(directory.resolve(name), FormSamples.encode(form, plain));
    }

    private int shell(String commands) throws Exception {
        return new Shell(directory).run(commands);
    }
}
