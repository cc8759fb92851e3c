package io.penstock.benchmarks.check;

import java.nio.charset.StandardCharsets;

/** Finds worker, event and number in {@code … [worker-1] c.e.s.Checkout - payment #42 customer … ms}. Reused from line to line. */
final class LoggedLine {
    private static final byte[] THREAD = ascii("[worker-");
    private static final byte[] MESSAGE = ascii(" - ");
    private static final byte[] NUMBER = ascii(" #");
    private static final byte[] END = ascii(" ms");
    private static final int MAX_DIGITS = 15;

    private byte[] buffer = new byte[0];
    private int position;
    private int end;
    private int worker;
    private String event = "";
    private long number;

    /** False when {@code bytes[start..stop)} is not one whole line of a worker. */
    boolean parse(byte[] bytes, int start, int stop) {
        buffer = bytes;
        position = start;
        end = stop;
        if (stop - start < END.length || !matches(END, stop - END.length) || !skipPast(THREAD)) {
            return false;
        }
        worker = (int) readNumber();
        if (worker < 0 || !skipPast(MESSAGE)) {
            return false;
        }
        int eventStart = position;
        if (!skipPast(NUMBER)) {
            return false;
        }
        event = new String(buffer, eventStart, position - NUMBER.length - eventStart, StandardCharsets.ISO_8859_1);
        number = readNumber();
        return number > 0;
    }

    int worker() {
        return worker;
    }

    String event() {
        return event;
    }

    long number() {
        return number;
    }

    private boolean skipPast(byte[] text) {
        for (int i = position; i <= end - text.length; i++) {
            if (buffer[i] == text[0] && matches(text, i)) {
                position = i + text.length;
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] text, int at) {
        for (int i = 0; i < text.length; i++) {
            if (buffer[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number at the position, or -1. */
    private long readNumber() {
        int first = position;
        long value = 0;
        while (position < end && buffer[position] >= '0' && buffer[position] <= '9' && position - first < MAX_DIGITS) {
            value = 10 * value + buffer[position++] - '0';
        }
        return position == first ? -1 : value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
