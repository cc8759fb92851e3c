package io.penstock.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.config.SpoolConfig;
import io.penstock.config.SpoolConfig.DirectIo;
import io.penstock.platform.ErrnoException;
import io.penstock.platform.FileCalls;
import io.penstock.platform.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectProbeTest {
    @TempDir
    Path directory;

    private FaultyCalls calls;
    private final ToldStatus status = new ToldStatus();

    /** @param fileCalls what it offers */
    private record StandIn(Optional<FileCalls> fileCalls) implements Platform {
        @Override
        public boolean yieldToOthers() {
            return false;
        }

        @Override
        public ByteBuffer map(int bytes) {
            return Platform.get().map(bytes);
        }

        @Override
        public void release(ByteBuffer memory) {
            Platform.get().release(memory);
        }

        @Override
        public String description() {
            return "a stand-in";
        }
    }

    @BeforeEach
    void needsTheCalls() {
        assumeTrue(Platform.get().fileCalls().isPresent(), Platform.get().description());
        calls = new FaultyCalls(Platform.get().fileCalls().orElseThrow());
    }

    private Spool open(DirectIo wanted, Optional<FileCalls> offered) throws IOException {
        SpoolFixture fixture = new SpoolFixture(directory);
        return Spool.open(
                new SpoolConfig(directory, "h1", wanted, PosixFilePermissions.fromString("rw-r-----"), null),
                new Spool.Use(
                        new Keeping(SpoolFixture.KEEP, false),
                        SealedFilesListener.NONE,
                        SpoolCounters.allIn(fixture.total)),
                status,
                new Spool.Ground(new StandIn(offered), InstantSource.system()));
    }

    @Test
    void refusalIsToldOnceAndThePortableFileTakesOver() throws Exception {
        calls.directWrites = length -> -ErrnoException.EINVAL;
        Spool spool = open(DirectIo.AUTO, Optional.of(calls));

        assertThat(spool.directIo()).isFalse();
        assertThat(status.told)
                .singleElement()
                .asString()
                .startsWith("INFO ")
                .contains("pwritev(")
                .endsWith("EINVAL");
        EventFiles files = new SpoolFixture(directory).files(spool, "payment");
        SpoolFixture.awaitNext(files);
        assertThat(files.live()).isInstanceOf(ChannelLogFile.class);
        assertThat(files.seal().get()).isTrue();
        assertThat(spool.close(SpoolFixture.SOON)).isTrue();
    }

    @Test
    void whereItMustBeDirectARefusalIsAnErrorAndNothingIsHeld() throws Exception {
        calls.directWrites = length -> -ErrnoException.EINVAL;

        assertThatThrownBy(() -> open(DirectIo.ON, Optional.of(calls)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("directIo=\"on\"")
                .hasMessageEndingWith("EINVAL");
        assertThatThrownBy(() -> open(DirectIo.ON, Optional.empty()))
                .hasMessageContaining("the platform is a stand-in");
        try (var left = Files.list(directory.resolve(".penstock"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFullDiskRefusesNothing() throws Exception {
        calls.directWrites = length -> -ErrnoException.ENOSPC;

        Spool spool = open(DirectIo.AUTO, Optional.of(calls));

        assertThat(spool.directIo()).isTrue();
        assertThat(status.told).isEmpty();
        assertThat(spool.close(SpoolFixture.SOON)).isTrue();
    }
}
