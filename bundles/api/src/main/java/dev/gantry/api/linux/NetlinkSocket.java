package dev.gantry.api.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Links, addresses and routes of one network namespace. Calls are serialised; each is done when it returns.
@ProviderType
public interface NetlinkSocket extends AutoCloseable {
    /// All devices.
    List<Link> links() throws IOException;

    /// The device of that name, or null.
    @Nullable Link link(String name) throws IOException;

    /// Makes a bridge, down.
    ///
    /// @param mac hardware address, null for a random one
    /// @param mtu bytes, 0 for the kernel's default
    /// @return its index
    int addBridge(String name, @Nullable String mac, int mtu) throws IOException;

    /// Makes a dummy device, down.
    int addDummy(String name) throws IOException;

    /// Makes a veth pair, both ends down: one here, the other in the namespace of `peerNamespace`.
    ///
    /// @param peerMac hardware address of the other end, null for a random one
    /// @param mtu bytes of both ends, 0 for the kernel's default
    /// @return the index of this end
    int addVeth(String name, String peerName, Path peerNamespace, @Nullable String peerMac, int mtu) throws IOException;

    /// Removes a device and, of a veth, both ends. Slow (the kernel waits for readers): keep it off the path of a request.
    void deleteLink(int index) throws IOException;

    /// Switches on or off.
    void setUp(int index, boolean up) throws IOException;

    /// Makes the device a port of a bridge; 0 takes it out.
    void setMaster(int index, int bridge) throws IOException;

    /// Renames; the device must be down.
    void rename(int index, String name) throws IOException;

    /// Sets the MTU.
    void setMtu(int index, int mtu) throws IOException;

    /// Sets the hardware address.
    void setMac(int index, String mac) throws IOException;

    /// Writes free text onto the device, at most 255 bytes.
    void setAlias(int index, String text) throws IOException;

    /// Lets a bridge send a frame back to the port that it came from.
    void setHairpin(int index, boolean on) throws IOException;

    /// Moves the device to another namespace.
    void moveTo(int index, Path namespace) throws IOException;

    /// Addresses of a device, of both families; link-local ones too.
    List<IpPrefix> addresses(int index) throws IOException;

    /// Adds an address; IPv4 gets its broadcast address, IPv6 skips duplicate detection. One that is there already is no error.
    void addAddress(int index, IpPrefix address) throws IOException;

    /// Removes an address; an absent one is no error.
    void removeAddress(int index, IpPrefix address) throws IOException;

    /// Routes of the main table, of both families.
    List<Route> routes() throws IOException;

    /// Adds a route.
    ///
    /// @param destination null for the default route of the gateway's family
    /// @param gateway null for a network on the link
    void addRoute(int index, @Nullable IpPrefix destination, @Nullable InetAddress gateway) throws IOException;

    /// Removes a route; an absent one is no error.
    void removeRoute(int index, @Nullable IpPrefix destination, @Nullable InetAddress gateway) throws IOException;

    /// Says which hardware address an address has now, in place of what was known; it ages as if it had been heard.
    void setNeighbour(int index, InetAddress address, String mac) throws IOException;

    /// Closes the socket.
    @Override
    void close();
}
