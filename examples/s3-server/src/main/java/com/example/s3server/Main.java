package com.example.s3server;

import java.io.IOException;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server on the loopback address that keeps its buckets as folders of a directory. Ends when its standard input does. */
final class Main {
    private static final String USAGE = "usage: Main <directory> <port, 0 for a free one> <accessKey> <secretKey>";

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.err.println(USAGE);
            System.exit(2);
        }
        // not logback.xml: tests that have this module on their class path may configure a Logback of their own
        System.setProperty("logback.configurationFile", "com/example/s3server/logging.xml");
        serve(args[0], Integer.parseInt(args[1]), args[2], args[3]);
        System.exit(0);
    }

    private static void serve(String directory, int port, String accessKey, String secretKey) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        System.out.println("http://127.0.0.1:" + server.getPort());
        waitForEndOfInput();
        server.stop();
    }

    private static void waitForEndOfInput() throws IOException {
        byte[] ignored = new byte[64];
        while (System.in.read(ignored) >= 0) {
            // whoever started the server holds the other end, and closes it at the latest by dying
        }
    }
}
