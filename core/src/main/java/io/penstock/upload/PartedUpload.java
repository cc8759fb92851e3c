package io.penstock.upload;

/** One object on its way in parts. {@link #send} by several threads at once; the rest by one, when no send is under way. */
public interface PartedUpload {
    /** Sends one part; parts may come in any order. The part's array is the caller's again on return. */
    void send(Part part) throws StoreException;

    /**
     * Makes the object of all parts, in the order of their numbers.
     *
     * @throws StoreException {@link StoreException.Kind#EXISTS} when an object is there; nothing is changed then. After another failure the object may be there or not
     */
    void complete() throws StoreException;

    /** Gives the parts up; throws nothing, what it cannot remove {@link ObjectStore#removeUnfinished} will. */
    void abort();
}
