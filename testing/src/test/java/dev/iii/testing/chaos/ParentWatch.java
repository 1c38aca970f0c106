package dev.iii.testing.chaos;

import java.io.IOException;

/** Ends a child process when its standard input closes: when the test closes it, or when the process of the test ends. */
final class ParentWatch {

    private ParentWatch() {}

    /** Runs the action and exits when the standard input of this process ends. */
    static void start(Runnable beforeExit) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // The test writes nothing.
                        }
                    } catch (IOException e) {
                        System.out.println("The standard input cannot be read: " + e);
                    }
                    beforeExit.run();
                    System.exit(0);
                },
                "chaos-parent-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
