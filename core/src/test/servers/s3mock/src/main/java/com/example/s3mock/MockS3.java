package com.example.s3mock;

import com.adobe.testing.s3mock.S3MockApplication;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code MockS3 <directory> <bucket>} prints its endpoint when it is ready, and ends when its standard input does. */
public final class MockS3 {
    private static final String LOOPBACK = "127.0.0.1";

    private MockS3() {}

    /** Starts it. */
    public static void main(String[] args) throws IOException {
        ConfigurableApplicationContext server = new SpringApplicationBuilder(S3MockApplication.class)
                .properties(settings(args[0], args[1]))
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new OnLoopback()))
                .run();
        System.out.println(
                "http://" + LOOPBACK + ":" + server.getEnvironment().getRequiredProperty("local.server.port"));
        byte[] ignored = new byte[64];
        while (System.in.read(ignored) >= 0) {
            // whoever started the server holds the other end, and closes it at the latest by dying
        }
        System.exit(0);
    }

    private static Map<String, Object> settings(String directory, String bucket) {
        return Map.of(
                "server.port", "0",
                "http.port", "0",
                "server.address", LOOPBACK,
                "server.ssl.enabled", "false",
                "spring.main.banner-mode", "off",
                "logging.level.root", "error",
                "com.adobe.testing.s3mock.store.root", directory,
                "com.adobe.testing.s3mock.store.initial-buckets", bucket);
    }

    /** It opens a second connector, on all interfaces, which no setting of its own changes. */
    private static final class OnLoopback implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            if (bean instanceof Connector connector) {
                connector.setProperty("address", LOOPBACK);
            }
            return bean;
        }
    }
}
