package io.penstock.upload;

/**
 * Where an object goes, and in which form.
 *
 * @param compression as the manifest has it
 * @param encryption as the manifest has it
 */
record Destination(String bucket, String key, String compression, String encryption) {}
