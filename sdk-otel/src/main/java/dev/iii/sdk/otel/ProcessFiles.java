package dev.iii.sdk.otel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads figures of this process that Linux reports in files and that the JVM does not report. Empty on other systems. */
final class ProcessFiles {

    /** The kernel reports processor time in hundredths of a second, regardless of its timer frequency. */
    private static final long MICROS_PER_TICK = 10_000;

    /** The index of the field in {@code /proc/self/stat}. It counts from after the name, because the name may contain spaces. */
    private static final int KERNEL_TICKS = 12;

    private final Path self = Path.of("/proc/self");

    /** Returns the memory of this process that is in RAM, in bytes. */
    OptionalLong residentBytes() {
        try {
            for (String line : Files.readAllLines(self.resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // The file does not exist on this platform, or the line has another format.
        }
        return OptionalLong.empty();
    }

    /** Returns the processor time that this process has spent in the kernel, in microseconds. */
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
