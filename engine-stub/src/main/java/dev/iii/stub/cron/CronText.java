package dev.iii.stub.cron;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates the real engine's cron syntax to the syntax of the cron library. Rejects expressions that only the library
 * accepts.
 */
final class CronText {

    private static final int MAX_LENGTH = 1000;
    private static final int MONTH = 4;
    private static final int DAY_OF_WEEK = 5;
    private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*?,/-]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern STEP_FROM_A_NAME = Pattern.compile("(?<![A-Za-z-])[A-Za-z]+/");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    private static final Map<String, String> SHORTHANDS = Map.of(
            "@yearly", "0 0 0 1 1 *",
            "@monthly", "0 0 0 1 * *",
            "@weekly", "0 0 0 * * 1",
            "@daily", "0 0 0 * * *",
            "@hourly", "0 0 * * * *");

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("january", 1),
            Map.entry("feb", 2),
            Map.entry("february", 2),
            Map.entry("mar", 3),
            Map.entry("march", 3),
            Map.entry("apr", 4),
            Map.entry("april", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("june", 6),
            Map.entry("jul", 7),
            Map.entry("july", 7),
            Map.entry("aug", 8),
            Map.entry("august", 8),
            Map.entry("sep", 9),
            Map.entry("september", 9),
            Map.entry("oct", 10),
            Map.entry("october", 10),
            Map.entry("nov", 11),
            Map.entry("november", 11),
            Map.entry("dec", 12),
            Map.entry("december", 12));

    private static final Map<String, Integer> DAYS = Map.ofEntries(
            Map.entry("sun", 1),
            Map.entry("sunday", 1),
            Map.entry("mon", 2),
            Map.entry("monday", 2),
            Map.entry("tue", 3),
            Map.entry("tues", 3),
            Map.entry("tuesday", 3),
            Map.entry("wed", 4),
            Map.entry("wednesday", 4),
            Map.entry("thu", 5),
            Map.entry("thurs", 5),
            Map.entry("thursday", 5),
            Map.entry("fri", 6),
            Map.entry("friday", 6),
            Map.entry("sat", 7),
            Map.entry("saturday", 7));

    private CronText() {}

    /**
     * Returns the expression with numbers instead of names.
     *
     * @throws IllegalArgumentException if the expression is too long, has the wrong number of fields, contains an
     *     unknown name or an invalid character, or contains a range that runs backwards
     */
    static String normalize(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
        }
        String text = expression.strip();
        String[] fields = SHORTHANDS.getOrDefault(text, text).split("\\s+");
        if (fields.length != 6 && fields.length != 7) {
            throw new IllegalArgumentException("it has " + fields.length
                    + " fields; it needs six: second minute hour day month weekday, and may have a year as seventh");
        }
        for (String field : fields) {
            if (!FIELD.matcher(field).matches()) {
                throw new IllegalArgumentException("a field may only contain digits, names and * ? , - /");
            }
        }
        fields[MONTH] = numbers(fields[MONTH], MONTHS, "month");
        fields[DAY_OF_WEEK] = numbers(fields[DAY_OF_WEEK], DAYS, "day of the week");
        for (String field : fields) {
            refuseBackwards(field);
        }
        return String.join(" ", fields);
    }

    private static String numbers(String field, Map<String, Integer> names, String what) {
        if (STEP_FROM_A_NAME.matcher(field).find()) {
            throw new IllegalArgumentException("a step cannot begin at a name; use the number of the " + what);
        }
        return WORD.matcher(field).replaceAll(found -> {
            Integer number = names.get(found.group().toLowerCase(Locale.ROOT));
            if (number == null) {
                throw new IllegalArgumentException("'" + found.group() + "' is not a valid name of a " + what);
            }
            return number.toString();
        });
    }

    private static void refuseBackwards(String field) {
        Matcher range = RANGE.matcher(field);
        while (range.find()) {
            if (Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))) {
                throw new IllegalArgumentException("the range " + range.group() + " runs backwards");
            }
        }
    }
}
