/// Networks that are Linux bridges: a veth pair for each container, and rules in one nftables table for each network.
@NullMarked
package dev.gantry.network.bridge;

import org.jspecify.annotations.NullMarked;
