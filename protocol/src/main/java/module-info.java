/**
 * The frames of the worker protocol and their codec. Uses no threads, no sockets and no JSON trees.
 *
 * <p>Internal: only the modules of this project may use it.
 */
// The modules that these exports name are compiled later.
@SuppressWarnings("module")
module dev.iii.protocol {
    requires static org.jspecify;

    exports dev.iii.protocol to
            dev.iii.sdk,
            dev.iii.stub;
}
