package dev.iii.example.inventory.load;

/**
 * The options of a load test. Immutable.
 *
 * @param buyers the number of buyers that sell at the same time
 * @param attempts the number of attempts of all buyers together to buy one unit
 * @param stock the number of units that are added before the test
 */
public record LoadOptions(int buyers, int attempts, int stock) {

    /** The lines of the usage that describe the options. */
    public static final String USAGE = """
              --load BUYERS    let this many buyers sell one item at the same time, compare the sales with the event
                               log and the view, and exit; the exit status is 0 if they agree
              --attempts N     number of attempts to buy one unit    default: 5000
              --stock S        number of units for sale              default: 1000\
            """;

    private static final int MAX_BUYERS = 1_000;
    private static final int MAX_UNITS = 1_000_000;
    private static final int ATTEMPTS = 5_000;
    private static final int STOCK = 1_000;

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException if an argument is invalid; the message is one line for the user
     */
    public static LoadOptions read(Iterable<String> args) {
        LoadOptions options = new LoadOptions(0, ATTEMPTS, STOCK);
        String name = null;
        for (String arg : args) {
            if (name == null) {
                name = arg;
                if (!name.matches("--(load|attempts|stock)")) {
                    throw new IllegalArgumentException("unknown option '" + name + "'; try --help");
                }
            } else {
                options = options.with(name, arg);
                name = null;
            }
        }
        if (name != null) {
            throw new IllegalArgumentException(name + " needs a number");
        }
        if (options.buyers == 0) {
            throw new IllegalArgumentException("--attempts and --stock need --load BUYERS");
        }
        return options;
    }

    private LoadOptions with(String name, String value) {
        int max = name.equals("--load") ? MAX_BUYERS : MAX_UNITS;
        int number = value.matches("[0-9]{1,7}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > max) {
            throw new IllegalArgumentException(name + " is '" + value + "'; it must be a number from 1 to " + max);
        }
        return switch (name) {
            case "--load" -> new LoadOptions(number, attempts, stock);
            case "--attempts" -> new LoadOptions(buyers, number, stock);
            default -> new LoadOptions(buyers, attempts, number);
        };
    }
}
