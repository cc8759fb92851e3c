package io.penstock.upload.directory;

import static io.penstock.config.DirectoryConfig.MOST_NAME_BYTES;
import static io.penstock.config.StoreConfig.UNFINISHED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.platform.RegularFiles;
import io.penstock.upload.StoreException;
import io.penstock.upload.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Where the object of a key stands, and what is written on its way there. The only place that knows the names. Any thread.
 *
 * <pre>
 *   &lt;root&gt;/&lt;key&gt;                                             an object; slashes in the key are directories
 *   &lt;its directory&gt;/.penstock-&lt;hash of the key&gt;-&lt;attempt&gt;.tmp   an object being written
 * </pre>
 */
final class KeyFiles {
    private static final int HASH_BYTES = 16;

    private final Path root;

    /** @param root its real path */
    KeyFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** @throws StoreException {@link Kind#PERMANENT}: the key is none that can be a file in here */
    Path object(String key) throws StoreException {
        Path path = root;
        for (String name : key.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.startsWith(UNFINISHED)) {
                throw refused(key, "\"" + name + "\" cannot be a name in it");
            }
            int bytes = name.getBytes(UTF_8).length;
            if (bytes > MOST_NAME_BYTES) {
                throw refused(key, "a name in it has " + bytes + " bytes, and " + MOST_NAME_BYTES + " are the most");
            }
            try {
                path = path.resolve(name);
            } catch (InvalidPathException e) {
                throw refused(key, e.getReason());
            }
        }
        return path;
    }

    /** The directory of an object, made where it is missing, with what the umask and the mount give it. */
    Path makeFolder(String key) throws IOException {
        Path folder = root;
        for (Path name : root.relativize(folderOf(key))) {
            folder = folder.resolve(name);
            makeIn(folder);
            if (Files.isSymbolicLink(folder)) {
                requireInside(folder, key);
            }
        }
        return folder;
    }

    private static void makeIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
    }

    /** Whether the directory of an object is there; a link on the way must not lead out of the root. */
    boolean hasFolder(String key) throws IOException {
        Path folder = folderOf(key);
        if (Files.notExists(folder)) {
            return false;
        }
        requireInside(folder, key);
        return true;
    }

    private void requireInside(Path folder, String key) throws IOException {
        Path real = folder.toRealPath();
        if (!real.startsWith(root)) {
            throw refused(key, "a symbolic link leads out of the directory, to " + real);
        }
    }

    private Path folderOf(String key) throws StoreException {
        Path folder = object(key).getParent();
        return folder == null ? root : folder;
    }

    /** A new name beside the object. */
    static Path temporary(Path folder, String key) {
        String attempt = UUID.randomUUID().toString().replace("-", "");
        return folder.resolve(prefixOfTemporary(key) + attempt + ".tmp");
    }

    static boolean isTemporary(Path file) {
        return nameOf(file).startsWith(UNFINISHED);
    }

    static boolean isTemporaryOf(Path file, String key) {
        return nameOf(file).startsWith(prefixOfTemporary(key));
    }

    /** The key of a file below the root. */
    String key(Path file) {
        StringBuilder key = new StringBuilder();
        for (Path name : root.relativize(file)) {
            key.append(key.length() == 0 ? "" : "/").append(name);
        }
        return key.toString();
    }

    /** Makes what was named in this directory durable, and the directories' own names up to the root. */
    void sync(Path folder) throws IOException {
        for (Path each = folder; each != null && each.startsWith(root); each = each.getParent()) {
            syncOne(each);
        }
    }

    /** Creates a directory and its parents, durably. */
    static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent);
        }
        makeIn(directory);
        if (parent != null) {
            syncOne(parent);
        }
    }

    private static void syncOne(Path folder) throws IOException {
        RegularFiles.syncDirectory(folder);
    }

    private static String prefixOfTemporary(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return UNFINISHED + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + '-';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private StoreException refused(String key, String rule) {
        return new StoreException(
                Kind.PERMANENT, "DirectoryUpload " + root + " cannot keep the key \"" + key + "\": " + rule, null);
    }

    /** Whether something has the name, a dangling link included. */
    static boolean isTaken(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
