/// Bundles of ours in a framework of their own, without the rest of the daemon.
package dev.gantry.itests.wiring;
