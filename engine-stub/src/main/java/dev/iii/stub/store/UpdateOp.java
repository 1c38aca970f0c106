package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import java.util.List;

/**
 * One operation of an update (engine behaviour, section 9). A path is a list of literal field names, from the root down;
 * the empty path is the root itself.
 */
public sealed interface UpdateOp {

    /** What the operation is called on the wire. */
    String type();

    /** Where it works; at most one field but for merge and append. */
    List<String> path();

    /** Sets a field or the whole value. */
    record Assign(List<String> path, RawJson value) implements UpdateOp {
        @Override
        public String type() {
            return "set";
        }
    }

    /** Puts the fields of an object into the target. */
    record Merge(List<String> path, RawJson value) implements UpdateOp {
        @Override
        public String type() {
            return "merge";
        }
    }

    /** Adds to a number. */
    record Increment(List<String> path, long by) implements UpdateOp {
        @Override
        public String type() {
            return "increment";
        }
    }

    /** Subtracts from a number. */
    record Decrement(List<String> path, long by) implements UpdateOp {
        @Override
        public String type() {
            return "decrement";
        }
    }

    /** Adds an element to an array or text to a string. */
    record Append(List<String> path, RawJson value) implements UpdateOp {
        @Override
        public String type() {
            return "append";
        }
    }

    /** Removes a field or sets the whole value to null. */
    record Remove(List<String> path) implements UpdateOp {
        @Override
        public String type() {
            return "remove";
        }
    }
}
