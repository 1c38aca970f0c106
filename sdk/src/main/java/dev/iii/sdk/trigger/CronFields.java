package dev.iii.sdk.trigger;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds numbers in a cron expression that the engine refuses. Everything that is not a number, for example the name of a
 * month, is left to the engine.
 */
final class CronFields {

    private static final List<Range> RANGES = List.of(
            new Range("second", 0, 59),
            new Range("minute", 0, 59),
            new Range("hour", 0, 23),
            new Range("day", 1, 31),
            new Range("month", 1, 12),
            new Range("weekday", 1, 7),
            new Range("year", 1970, 2100));

    private static final Pattern NUMBERS = Pattern.compile("(?:[*?]|(\\d{1,9})(?:-(\\d{1,9}))?)(?:/(\\d{1,9}))?");

    private CronFields() {}

    private record Range(String name, int min, int max) {

        private boolean contains(int number) {
            return number >= min && number <= max;
        }
    }

    /** Returns the fields. The engine ignores white space around the signs of a field. */
    static List<String> split(String expression) {
        return List.of(expression.strip().replaceAll("\\s*([,/-])\\s*", "$1").split("\\s+", -1));
    }

    /** Returns the first problem, for example "the hour is 99; it must be from 0 to 23"; {@code null} if there is none. */
    static @Nullable String problem(List<String> fields) {
        for (int index = 0; index < fields.size(); index++) {
            for (String item : fields.get(index).split(",", -1)) {
                String problem = problem(RANGES.get(index), item);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    private static @Nullable String problem(Range range, String item) {
        Matcher numbers = NUMBERS.matcher(item);
        if (!numbers.matches()) {
            return null;
        }
        for (int group = 1; group <= 2; group++) {
            String number = numbers.group(group);
            if (number != null && !range.contains(Integer.parseInt(number))) {
                return "the " + range.name + " is " + number + "; it must be from " + range.min + " to " + range.max;
            }
        }
        if (numbers.group(2) != null && Integer.parseInt(numbers.group(1)) > Integer.parseInt(numbers.group(2))) {
            return "the range " + item + " of the " + range.name + " ends before it starts";
        }
        String step = numbers.group(3);
        return step == null || (Integer.parseInt(step) >= 1 && Integer.parseInt(step) <= range.max)
                ? null
                : "the step of the " + range.name + " is " + step + "; it must be from 1 to " + range.max;
    }
}
