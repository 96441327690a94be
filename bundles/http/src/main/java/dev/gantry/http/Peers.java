package dev.gantry.http;

import dev.gantry.api.http.Peer;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.listener.BoundSocket;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Finds out who is at the other end of a connection.
final class Peers {
    private Peers() {}

    static Peer of(Channel channel, BoundSocket socket, @Nullable SslHandler tls) {
        if (channel instanceof EpollDomainSocketChannel unix) {
            return unix(unix, socket);
        }
        String remote = channel.remoteAddress() instanceof InetSocketAddress address
                ? bracketed(IpPrefix.text(address.getAddress())) + ":" + address.getPort()
                : "@";
        return new Peer(remote, socket.address(), -1, -1, -1, certificates(tls));
    }

    private static Peer unix(EpollDomainSocketChannel channel, BoundSocket socket) {
        try {
            PeerCredentials credentials = channel.peerCredentials();
            int gid = credentials.gids().length > 0 ? credentials.gids()[0] : -1;
            return new Peer("@", socket.address(), credentials.pid(), credentials.uid(), gid, List.of());
        } catch (IOException e) {
            return new Peer("@", socket.address(), -1, -1, -1, List.of());
        }
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static List<X509Certificate> certificates(@Nullable SslHandler tls) {
        if (tls == null) {
            return List.of();
        }
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return chain;
    }
}
