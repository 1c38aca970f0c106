package dev.iii.sdk.otel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux tells of a process in files and the JVM does not; empty elsewhere. */
final class ProcessFiles {

    /** The kernel counts in hundredths of a second whatever its own clock does. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Fields of {@code /proc/self/stat} behind the name, which may hold spaces. */
    private static final int KERNEL_TICKS = 12;

    private final Path self = Path.of("/proc/self");

    /** Memory of the process in RAM. */
    OptionalLong residentBytes() {
        try {
            for (String line : Files.readAllLines(self.resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not this platform, or not this line.
        }
        return OptionalLong.empty();
    }

    /** Processor time in the kernel. */
    OptionalLong kernelMicros() {
        try {
            String line = Files.readString(self.resolve("stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(fields[KERNEL_TICKS]) * MICROS_PER_TICK);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }
}
