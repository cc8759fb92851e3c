package io.penstock.file;

import io.penstock.config.RetentionConfig;

/**
 * What is kept of the sealed files.
 *
 * @param uploads whether they wait to be uploaded: then no age deletes them, and what is archived goes before them when room
 *     is wanted
 */
public record Keeping(RetentionConfig bounds, boolean uploads) {}
