package dev.iii.testing.chaos;

import dev.iii.stub.launcher.Main;

/** The program of the engine process: the launcher of the stub with its own arguments. */
final class EngineProcess {

    private EngineProcess() {}

    public static void main(String[] args) {
        ParentWatch.start(() -> {});
        Main.main(args);
    }
}
