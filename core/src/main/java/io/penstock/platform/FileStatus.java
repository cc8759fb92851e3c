package io.penstock.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What a name stands for at one moment; a symbolic link stands for itself.
 *
 * @param device with {@code inode} it identifies the file, whatever it is called; both 0 where the system has no such numbers
 * @param regular an ordinary file
 * @param bytes its visible length
 */
public record FileStatus(long device, long inode, boolean regular, long bytes) {
    private static final int TYPE_BITS = 0xF000;
    private static final int REGULAR = 0x8000;

    /** Whether both are one and the same file, now or at another time. */
    public boolean isSameFile(FileStatus other) {
        return inode == other.inode && device == other.device;
    }

    static boolean isRegular(int mode) {
        return (mode & TYPE_BITS) == REGULAR;
    }

    /**
     * By the JDK alone.
     *
     * @throws NoSuchFileException where nothing has that name
     */
    static FileStatus of(Path path) throws IOException {
        try {
            Map<String, Object> unix = Files.readAttributes(path, "unix:dev,ino,mode,size", LinkOption.NOFOLLOW_LINKS);
            return new FileStatus(
                    number(unix, "dev"),
                    number(unix, "ino"),
                    isRegular((int) number(unix, "mode")),
                    number(unix, "size"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            BasicFileAttributes basic =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileStatus(0, 0, basic.isRegularFile(), basic.size());
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
