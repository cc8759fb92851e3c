package io.penstock.config;

/** What a layout or encoder wants first and last in every file. Called by background threads, once per file; neither counts as a record. */
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
