package io.penstock.testing;

/** What {@link FaultProxy} does to a request. */
public sealed interface Fault {
    /** The server is not asked; it is answered so, as an S3 store does. */
    record Answer(int status, String code, String message) implements Fault {
        /** Its code says all. */
        public Answer(int status, String code) {
            this(status, code, code);
        }
    }

    /** The server is asked, and a header of its answer is replaced, or added. */
    record Header(String name, String value) implements Fault {}

    /**
     * The request passes, and something happens meanwhile.
     *
     * @param done after the server has done as it was asked and before it can say so, or else before the server is asked
     */
    record Meanwhile(boolean done, Runnable happens) implements Fault {}

    /** The connection suffers. */
    enum Connection implements Fault {
        /** Cut at once; the server is not asked. */
        RESET,
        /** Nobody reads and nobody answers until the client goes. */
        STALL,
        /** The server does as it is asked, and the connection is cut before it can say so. */
        LOSE_ANSWER
    }
}
