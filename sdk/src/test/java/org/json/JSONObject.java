package org.json;

/** A class with the name of a JSON tree of another library, which is a bean for Jackson. */
public final class JSONObject {

    /** Returns a property that has nothing to do with the content. */
    public boolean isEmpty() {
        return false;
    }
}
