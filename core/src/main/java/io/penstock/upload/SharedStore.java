package io.penstock.upload;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A store as one configuration names it: opened by its first user, closed when another configuration came and its last user is done. Any thread. */
final class SharedStore {
    private final StoreOpener opener;
    /** Only for opening, which may take long: {@link #breakOff} never waits for it. */
    private final ReentrantLock opening = new ReentrantLock();

    private @Nullable ObjectStore store;
    private int users;
    private boolean retired;

    SharedStore(StoreOpener opener) {
        this.opener = opener;
    }

    /** The store; {@link #giveBack} must follow. */
    ObjectStore borrow() throws StoreException {
        opening.lock();
        try {
            ObjectStore open = join();
            if (open == null) {
                open = opener.open();
                enter(open);
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private synchronized @Nullable ObjectStore join() throws StoreException {
        if (retired && store == null) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "the store is closed", null);
        }
        users += store == null ? 0 : 1;
        return store;
    }

    /** Retired meanwhile: still the user's until he gives it back, who finds out by himself. */
    private synchronized void enter(ObjectStore opened) {
        store = opened;
        users++;
    }

    void giveBack() {
        ObjectStore unused;
        synchronized (this) {
            users--;
            unused = takeUnused();
        }
        close(unused);
    }

    /** Nobody borrows it any more, but those that took it before. */
    void retire() {
        ObjectStore unused;
        synchronized (this) {
            retired = true;
            unused = takeUnused();
        }
        close(unused);
    }

    /** Closes it under its users' hands: their requests fail. */
    void breakOff() {
        ObjectStore broken;
        synchronized (this) {
            retired = true;
            broken = store;
            store = null;
        }
        close(broken);
    }

    private @Nullable ObjectStore takeUnused() {
        if (!retired || users > 0) {
            return null;
        }
        ObjectStore unused = store;
        store = null;
        return unused;
    }

    private static void close(@Nullable ObjectStore store) {
        if (store != null) {
            store.close();
        }
    }
}
