package dev.iii.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time and memory of processes. */
final class ProcessUsage {

    private ProcessUsage() {}

    /** Returns the processor time of this process. */
    static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Returns the peak memory of this process in RAM, in MiB. Returns 0 on systems other than Linux. */
    static long peakMiB() {
        return peakMiB(ProcessHandle.current().pid());
    }

    /** Returns the peak memory of a process in RAM, in MiB. Returns 0 on systems other than Linux. */
    static long peakMiB(long pid) {
        return status(pid, "VmHWM:");
    }

    /** Returns the memory of a process in RAM, in MiB. Returns 0 on systems other than Linux. */
    static long residentMiB(long pid) {
        return status(pid, "VmRSS:");
    }

    private static long status(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
