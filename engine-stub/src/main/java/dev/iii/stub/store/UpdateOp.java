package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import java.util.List;

/**
 * One operation of an update (engine behaviour, section 9). A path is a list of literal field names, starting at the
 * root. The empty path is the root itself.
 */
public sealed interface UpdateOp {

    /** Returns the name of the operation on the wire. */
    String type();

    /** Returns the path of the target. It has at most one field, except for merge and append. */
    List<String> path();

    /** Sets a field or the whole value. */
    record Assign(List<String> path, RawJson value) implements UpdateOp {
        @Override
        public String type() {
            return "set";
        }
    }

    /** Copies the fields of an object into the target. */
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

    /** Adds an element to an array or a suffix to a string. */
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
