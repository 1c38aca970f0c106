package dev.iii.example.inventory.demo;

import dev.iii.example.inventory.load.LoadOptions;

/**
 * The options of the command line. Immutable.
 *
 * @param once {@code true} if the demo exits after the scenario
 * @param port the port for workers, or 0 for a free port
 * @param httpPort the port for HTTP, or 0 for a free port
 * @param streamPort the port for the stream of the page, or 0 for a free port
 */
record DemoOptions(boolean once, int port, int httpPort, int streamPort) {

    static final String USAGE = """
            usage: ./demo [--once] [--port PORT] [--http-port PORT] [--stream-port PORT]
                   ./demo --load BUYERS [--attempts N] [--stock S]

            Starts an engine and the inventory worker, plays a short scenario over HTTP, and keeps running until Ctrl-C.

              --once              exit after the scenario and use free ports;
                                  the exit status is 0 if all results are as expected
              --port PORT         port of the engine for workers    default: 49134
              --http-port PORT    port of the engine for HTTP       default: 3111
              --stream-port PORT  port of the engine for streams    default: 3112

            A load test uses the engine at III_URL, or else an engine in this process:

            """ + LoadOptions.USAGE;

    private static final int PORT = 49134;
    private static final int HTTP_PORT = 3111;
    private static final int STREAM_PORT = 3112;
    private static final int MAX_PORT = 65535;

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException if an argument is invalid; the message is one line for the user
     */
    static DemoOptions read(String[] args) {
        boolean once = false;
        int port = -1;
        int httpPort = -1;
        int streamPort = -1;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--once" -> once = true;
                case "--port" -> port = port(args, ++i);
                case "--http-port" -> httpPort = port(args, ++i);
                case "--stream-port" -> streamPort = port(args, ++i);
                default -> throw new IllegalArgumentException("unknown option '" + args[i] + "'; try --help");
            }
        }
        // With --once no client needs to know the ports, so use free ones: they cannot conflict with other programs.
        return new DemoOptions(
                once,
                port >= 0 ? port : once ? 0 : PORT,
                httpPort >= 0 ? httpPort : once ? 0 : HTTP_PORT,
                streamPort >= 0 ? streamPort : once ? 0 : STREAM_PORT);
    }

    private static int port(String[] args, int at) {
        String name = args[at - 1];
        if (at == args.length) {
            throw new IllegalArgumentException(name + " needs a number from 0 to " + MAX_PORT);
        }
        try {
            int port = Integer.parseInt(args[at]);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The exception below reports it.
        }
        throw new IllegalArgumentException(name + " is '" + args[at] + "'; it must be a number from 0 to " + MAX_PORT);
    }
}
