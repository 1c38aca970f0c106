package dev.iii.stub.configuration;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/**
 * Regular expressions of schemas that come from workers. Some patterns need years for a string of 50 characters, because the
 * matcher of the JDK backtracks. These fail instead: the matcher may read a limited number of characters. Thread-safe.
 */
final class BoundedPatterns implements RegularExpressionFactory {

    /** The number of characters that one match may read. A match of a usual pattern reads each character a few times. */
    static final int MAX_STEPS = 5_000_000;

    /** A match was given up. It is an error, because the library logs each exception of a pattern with a line. */
    static final class TooManySteps extends Error {

        private static final long serialVersionUID = 1;

        TooManySteps(Pattern pattern) {
            super("matching the pattern " + pattern + " takes too long", null, false, false);
        }
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = Pattern.compile(
                RegularExpressions.replaceDollarAnchors(RegularExpressions.replaceLongformCharacterProperties(regex)));
        return value -> pattern.matcher(new Counted(value, new Steps(pattern))).find();
    }

    /** Counts the steps of one match. */
    private static final class Steps {

        private final Pattern pattern;
        private int made;

        Steps(Pattern pattern) {
            this.pattern = pattern;
        }

        void count() {
            if (++made > MAX_STEPS) {
                throw new TooManySteps(pattern);
            }
        }
    }

    /** A string that counts how often its characters are read. */
    private record Counted(CharSequence text, Steps steps) implements CharSequence {

        @Override
        public char charAt(int index) {
            steps.count();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
