package io.penstock.config;

/** What a layout or encoder wants first and last in every file. Called by background threads, once per file; neither counts as a record. */
public interface FileFraming {
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

    byte[] header();

    byte[] footer();
}
