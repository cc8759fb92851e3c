package io.penstock.upload.directory;

import java.util.function.Predicate;

/**
 * Which of a directory's files are objects of ours.
 *
 * @param prefix with which all of their keys begin
 * @param matches a key that begins so
 */
public record OurKeys(String prefix, Predicate<String> matches) {}
