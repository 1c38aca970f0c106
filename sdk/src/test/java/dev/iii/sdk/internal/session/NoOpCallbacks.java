package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RegisterTrigger;

/** The callbacks of a registration, which do nothing. A test implements those that it needs. */
public interface NoOpCallbacks extends RegistrationCallbacks {

    @Override
    default void onConfirmed() {}

    @Override
    default void onStandby(String ownerWorkerId) {}

    @Override
    default void onHeld() {}

    @Override
    default void onRefused(ErrorBody error) {}

    @Override
    default void onConflict(String namespace, String ownerWorkerId) {}

    @Override
    default void onRefusedAgain(ErrorBody error, boolean last) {}

    @Override
    default void invoke(int generation, InvokeFunction call) {}

    @Override
    default void bind(int generation, RegisterTrigger binding) {}
}
