package io.penstock.benchmarks.check;

import java.util.Comparator;

/** File names as people order them: {@code a_2.log} before {@code a_10.log}, {@code a.log} before {@code a_1.log}, everything else by character. */
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() && r < right.length()) {
            int leftEnd = digitsEnd(left, l);
            int rightEnd = digitsEnd(right, r);
            int order = leftEnd > l && rightEnd > r
                    ? Long.compare(Long.parseLong(left, l, leftEnd, 10), Long.parseLong(right, r, rightEnd, 10))
                    : Character.compare(left.charAt(l), right.charAt(r));
            if (order != 0) {
                return order;
            }
            l = Math.max(leftEnd, l + 1);
            r = Math.max(rightEnd, r + 1);
        }
        return Integer.compare(left.length() - l, right.length() - r);
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
