package dev.iii.spring;

import java.util.List;

/**
 * The packages and interfaces in an {@link EnableIiiClients} annotation. Immutable.
 *
 * @param packages the packages in which interfaces are found
 * @param clients the interfaces
 */
record ClientScan(List<String> packages, List<Class<?>> clients) {

    ClientScan {
        packages = List.copyOf(packages);
        clients = List.copyOf(clients);
    }
}
