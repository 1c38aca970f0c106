package dev.iii.example.inventory.log;

import java.util.List;

/**
 * A piece of a log.
 *
 * @param events in order, without a gap to what was read before
 * @param next where to go on
 * @param isLast whether there was nothing behind it
 */
public record Slice(List<LoggedEvent> events, Position next, boolean isLast) {}
