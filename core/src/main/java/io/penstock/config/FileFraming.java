package io.penstock.config;

/** What a layout or encoder wants first and last in every file. Called by background threads, the header more than once for a file, lastly shortly before its first record; neither counts as a record. What they throw costs the file its header or footer. */
public interface FileFraming {
    /** No header and no footer. */
    FileFraming NONE = new FileFraming() {
        @Override
        public byte[] header() {
            return new byte[0];
        }

        @Override
        public byte[] footer() {
            return new byte[0];
        }
    };

    /** The file's first bytes, possibly none; the caller does not change the array. */
    byte[] header();

    /** The file's last bytes, possibly none; the caller does not change the array. */
    byte[] footer();
}
