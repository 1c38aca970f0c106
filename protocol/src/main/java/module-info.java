/** The frames of the worker protocol and their codec. No thread, no socket, no JSON tree. */
module dev.iii.protocol {
    requires static transitive org.jspecify;

    exports dev.iii.protocol;
}
