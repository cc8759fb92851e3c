package io.penstock.platform;

/** Decides once per JVM; loading this class is what loads JNA. */
final class PlatformChoice {
    static final Platform CHOSEN = choose();

    private PlatformChoice() {}

    private static Platform choose() {
        if ("portable".equalsIgnoreCase(System.getProperty("io.penstock.platform", ""))) {
            return new PortablePlatform("portable, forced by -Dio.penstock.platform");
        }
        try {
            return NativePlatform.load();
        } catch (LinkageError | RuntimeException e) {
            // JNA missing, too old, its library not loadable (noexec temporary directory), or a libc without these
            // calls
            return new PortablePlatform("portable, native calls cannot be had: " + e);
        }
    }
}
