package dev.iii.eventsourcing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.account.Account.Balance;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.Withdraw;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EngineTest
class AccountEngineTest {

    @Test
    void anAccountKeepsItsBalance(Worker worker) {
        try (EventSourcing es = Account.on(worker).start()) {
            worker.awaitReady(Duration.ofSeconds(10));
            worker.trigger("cmd::open-account", new Open("7", "Ada", 0), Balance.class);
            worker.trigger("cmd::deposit", new Deposit("7", 500), Balance.class);
            for (int i = 0; i < 3; i++) {
                worker.trigger("cmd::withdraw", new Withdraw("7", 1), Balance.class);
            }
            assertThat(worker.trigger("cmd::withdraw", new Withdraw("7", 100), Balance.class))
                    .isEqualTo(new Balance("7", 297));
            assertThatThrownBy(() -> worker.trigger("cmd::withdraw", new Withdraw("7", 198), Balance.class))
                    .isInstanceOfSatisfying(
                            FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_covered"));
            assertThat(es.history(Account.ACCOUNT, "7", Optional.empty(), 3).events())
                    .extracting(recorded -> recorded.name().name() + " " + recorded.number())
                    .containsExactly("fee-charged 7", "money-withdrawn 6", "money-withdrawn 5");
        }
    }
}
