package dev.iii.example.inventory.demo;

/**
 * What the command line asks for.
 *
 * @param once end after the scenario
 * @param port the port for workers, 0 for a free one
 * @param httpPort the port for HTTP, 0 for a free one
 */
record DemoOptions(boolean once, int port, int httpPort) {

    static final String USAGE = """
            usage: ./demo [--once] [--port PORT] [--http-port PORT]

            Starts an engine and the inventory worker, plays a short scenario over HTTP, and stays until Ctrl-C.

              --once            end after the scenario; status 0 when all went as expected, on free ports
              --port PORT       where the engine listens for workers    49134
              --http-port PORT  where it listens for HTTP               3111""";

    private static final int PORT = 49134;
    private static final int HTTP_PORT = 3111;
    private static final int MOST = 65535;

    /** @throws IllegalArgumentException with one line for people */
    static DemoOptions read(String[] args) {
        boolean once = false;
        int port = -1;
        int httpPort = -1;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--once" -> once = true;
                case "--port" -> port = port(args, ++i);
                case "--http-port" -> httpPort = port(args, ++i);
                default -> throw new IllegalArgumentException("'" + args[i] + "' is not known; try --help");
            }
        }
        // Nobody has to find what ends by itself, and so it cannot be in anybody's way.
        return new DemoOptions(
                once, port >= 0 ? port : once ? 0 : PORT, httpPort >= 0 ? httpPort : once ? 0 : HTTP_PORT);
    }

    private static int port(String[] args, int at) {
        String name = args[at - 1];
        if (at == args.length) {
            throw new IllegalArgumentException(name + " needs a number from 0 to " + MOST);
        }
        try {
            int port = Integer.parseInt(args[at]);
            if (port >= 0 && port <= MOST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number that is too large.
        }
        throw new IllegalArgumentException(name + " is '" + args[at] + "'; it must be a number from 0 to " + MOST);
    }
}
