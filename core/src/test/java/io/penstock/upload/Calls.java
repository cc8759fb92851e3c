package io.penstock.upload;

import java.io.IOException;

/** Told of every call to a {@link FakeStore} or {@link FakeQueue}: may fail it, hold it up, or let a process die in it. */
interface Calls {
    Calls UNDISTURBED = (call, subject) -> {};

    /** Before the call has any effect. */
    void before(String call, String subject) throws IOException;

    /** After its effect: what is thrown here is an answer that was lost. */
    default void after(String call, String subject) throws IOException {}

    /** Both are told. */
    default Calls and(Calls other) {
        Calls one = this;
        return new Calls() {
            @Override
            public void before(String call, String subject) throws IOException {
                one.before(call, subject);
                other.before(call, subject);
            }

            @Override
            public void after(String call, String subject) throws IOException {
                one.after(call, subject);
                other.after(call, subject);
            }
        };
    }

    static StoreException transientFailure() {
        return new StoreException(StoreException.Kind.TRANSIENT, "503 slow down", null);
    }

    static StoreException refusal() {
        return new StoreException(StoreException.Kind.PERMANENT, "403 not allowed", null);
    }
}
