package dev.iii.eventsourcing.account;

import static dev.iii.eventsourcing.Decision.accept;
import static dev.iii.eventsourcing.Decision.refuse;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.account.Account.Command;
import dev.iii.eventsourcing.account.Account.Event;
import dev.iii.eventsourcing.account.Account.State;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bank account. From the fourth withdrawal on there is a fee, in the same command and all or nothing. */
public final class Account implements Decider<Command, Event, State> {

    public sealed interface Command {
        String account();
    }

    public record Open(String account, String owner, long limitCents) implements Command {}

    public record Deposit(String account, long cents) implements Command {}

    public record Withdraw(String account, long cents) implements Command {}

    public sealed interface Event {}

    public record Opened(String owner, long limitCents) implements Event {}

    public record Deposited(long cents) implements Event {}

    public record Withdrawn(long cents) implements Event {}

    public record FeeCharged(long cents) implements Event {}

    public record State(boolean open, long cents, long limitCents, int withdrawals) {}

    public record Balance(String account, long cents) {}

    private static final int FREE_WITHDRAWALS = 3;
    private static final long FEE = 100;

    static final Events<Event> EVENTS = Events.of(Event.class)
            .name(Opened.class, "account-opened", 2)
            .upcast("account-opened", 1, Account::withoutLimit)
            .name(Deposited.class, "money-deposited", 1)
            .name(Withdrawn.class, "money-withdrawn", 1)
            .name(FeeCharged.class, "fee-charged", 1);

    public static final Aggregate<Command, Event, State> ACCOUNT =
            Aggregate.of("account", new Account(), EVENTS).snapshot(State.class, 1);

    /** In version 1 an account had no limit. */
    private static Json withoutLimit(Json opened) {
        Map<String, Json> fields = new LinkedHashMap<>(opened.fields());
        fields.put("limitCents", Json.of(0));
        return Json.object(fields);
    }

    public static EventSourcing on(Worker worker) {
        return EventSourcing.on(worker, "bank")
                .add(function("cmd::open-account", Open.class).http(HttpTrigger.post("/accounts")))
                .add(function("cmd::deposit", Deposit.class).http(HttpTrigger.post("/accounts/:account/deposit")))
                .add(function("cmd::withdraw", Withdraw.class).http(HttpTrigger.post("/accounts/:account/withdraw")));
    }

    private static <C extends Command> CommandFunction<C, Event, State> function(String id, Class<C> type) {
        return CommandFunction.of(ACCOUNT, id, type).stream(Command::account)
                .answers(
                        Balance.class,
                        done -> new Balance(done.stream(), done.after().cents()));
    }

    @Override
    public State initial() {
        return new State(false, 0, 0, 0);
    }

    @Override
    public Decision<Event> decide(Command command, State s) {
        if (command instanceof Open open) {
            return s.open()
                    ? refuse("open_already", 409, "the account is open")
                    : accept(new Opened(open.owner(), open.limitCents()));
        }
        if (!s.open()) {
            return refuse("no_account", 404, "there is no such account");
        }
        if (command instanceof Deposit deposit) {
            return deposit.cents() == 0 ? accept() : accept(new Deposited(deposit.cents()));
        }
        long cents = ((Withdraw) command).cents();
        long fee = s.withdrawals() >= FREE_WITHDRAWALS ? FEE : 0;
        if (s.cents() - cents - fee < -s.limitCents()) {
            return refuse("not_covered", 409, "the account does not cover it");
        }
        return fee == 0 ? accept(new Withdrawn(cents)) : accept(new Withdrawn(cents), new FeeCharged(fee));
    }

    @Override
    public State evolve(State s, Event event) {
        if (event instanceof Opened opened) {
            return new State(true, 0, opened.limitCents(), 0);
        }
        if (event instanceof Deposited deposited) {
            return new State(true, s.cents() + deposited.cents(), s.limitCents(), s.withdrawals());
        }
        if (event instanceof Withdrawn withdrawn) {
            return new State(true, s.cents() - withdrawn.cents(), s.limitCents(), s.withdrawals() + 1);
        }
        return new State(true, s.cents() - ((FeeCharged) event).cents(), s.limitCents(), s.withdrawals());
    }
}
