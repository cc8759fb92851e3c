package io.penstock.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stands before an HTTP server on loopback and does to chosen requests what networks and servers do: error answers, resets, stalls, lost
 * answers, wrong headers. All others pass unchanged, their Host header too, so that signatures hold. Any thread.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int HEAD_BYTES_AT_MOST = 64 * 1024;
    private static final Pattern REQUEST_LINE = Pattern.compile("(\\S+) (\\S+) HTTP/1.1");

    private final ServerSocket server;
    private final URI upstream;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private FaultProxy(URI upstream) throws IOException {
        this.upstream = upstream;
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        threads.execute(this::acceptUntilClosed);
    }

    /** A proxy on a free port. */
    public static FaultProxy before(URI upstream) throws IOException {
        return new FaultProxy(upstream);
    }

    /** What a client uses instead of the server's. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Adds a rule; of several that fit a request the first that is not used up counts. */
    public void add(Rule rule) {
        rules.add(rule);
    }

    /** Lets everything pass again. */
    public void clear() {
        rules.clear();
    }

    /** {@code METHOD target} of every request, in their order, those with a fault too. */
    public List<String> requests() {
        return List.copyOf(seen);
    }

    /** Cuts every connection. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void acceptUntilClosed() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** One request for each connection: the answer says that it is the last, which spares us to know where bodies end. */
    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            Matcher line = REQUEST_LINE.matcher(head);
            if (!line.lookingAt()) {
                return;
            }
            String request = line.group(1) + " " + line.group(2);
            seen.add(request);
            Optional<Fault> fault = rules.stream()
                    .filter(rule -> rule.takes(request))
                    .findFirst()
                    .map(Rule::fault);
            exchange(client, head, fault.orElse(null));
        } catch (IOException cutByOneSide) {
            // the other side learns of it by the closing of its connection
        } finally {
            open.remove(client);
        }
    }

    private void exchange(Socket client, String head, Fault fault) throws IOException {
        if (fault instanceof Fault.Answer answer) {
            answer(client, head, answer);
        } else if (fault == Fault.Connection.RESET) {
            client.setSoLinger(true, 0);
        } else if (fault == Fault.Connection.STALL) {
            // reads nothing, answers nothing, until the client goes: it may have filled our window, so its end shows in
            // an error only
            stall(client);
        } else {
            if (fault instanceof Fault.Meanwhile meanwhile && !meanwhile.done()) {
                meanwhile.happens().run();
            }
            pass(client, head, fault);
        }
    }

    private void pass(Socket client, String head, Fault fault) throws IOException {
        try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
            open.add(server);
            invite(client, head);
            server.getOutputStream().write(last(without(head, "expect")).getBytes(ISO_8859_1));
            threads.execute(() -> pump(client, server));
            String answer = head(server.getInputStream());
            if (fault == Fault.Connection.LOSE_ANSWER) {
                server.getInputStream().readAllBytes();
                client.setSoLinger(true, 0);
                return;
            }
            if (fault instanceof Fault.Meanwhile meanwhile && meanwhile.done()) {
                meanwhile.happens().run();
            }
            if (fault instanceof Fault.Header header) {
                answer = with(without(answer, header.name()), header.name() + ": " + header.value());
            }
            client.getOutputStream().write(last(answer).getBytes(ISO_8859_1));
            server.getInputStream().transferTo(client.getOutputStream());
            open.remove(server);
        }
    }

    /** Answers when the body has come: before it, the client would see a broken pipe as often as the answer. */
    private static void answer(Socket client, String head, Fault.Answer answer) throws IOException {
        invite(client, head);
        Matcher length = Pattern.compile("(?im)^content-length: (\\d+)").matcher(head);
        if (length.find()) {
            client.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
        }
        boolean noBody = head.startsWith("HEAD ");
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + answer.code() + "</Code><Message>"
                + answer.message() + "</Message><RequestId>fault-1</RequestId></Error>";
        String reply = "HTTP/1.1 " + answer.status() + " Fault\r\nContent-Type: application/xml\r\nContent-Length: "
                + (noBody ? 0 : body.length()) + "\r\nConnection: close\r\n\r\n" + (noBody ? "" : body);
        client.getOutputStream().write(reply.getBytes(ISO_8859_1));
    }

    private static void invite(Socket client, String head) throws IOException {
        if (Pattern.compile("(?im)^expect: 100-continue").matcher(head).find()) {
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
    }

    private void stall(Socket client) throws IOException {
        synchronized (client) {
            while (!client.isClosed() && !server.isClosed()) {
                waitBriefly(client);
            }
        }
    }

    private static void waitBriefly(Socket client) {
        try {
            client.wait(50);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cutByOneSide) {
            // the exchange's own thread ends it
        }
    }

    /** Up to and with the empty line. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int lineEnds = 0;
        while (lineEnds < 4 && head.size() < HEAD_BYTES_AT_MOST) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut in a head");
            }
            head.write(next);
            lineEnds = next == '\r' || next == '\n' ? lineEnds + 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    private static String last(String head) {
        return with(without(head, "connection"), "Connection: close");
    }

    private static String with(String head, String field) {
        return head.substring(0, head.length() - 2) + field + "\r\n\r\n";
    }

    private static String without(String head, String field) {
        return head.lines()
                .filter(line -> !line.regionMatches(true, 0, field + ":", 0, field.length() + 1))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
