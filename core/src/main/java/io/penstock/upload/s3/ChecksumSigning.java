package io.penstock.upload.s3;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * SigV4, over plain HTTP as the SDK does it over TLS: a body whose checksum stands in a header is not hashed a second time for the signature, which covers the header. Bodies without one are
 * signed as ever. The SDK has no setting for it. Any thread.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">UNSIGNED-PAYLOAD</a>
 */
final class ChecksumSigning implements AwsV4AuthScheme {
    private static final List<String> CHECKSUMS = List.of("Content-MD5", "x-amz-checksum-crc32c");

    private final AwsV4AuthScheme sdk = AwsV4AuthScheme.create();

    @Override
    public String schemeId() {
        return sdk.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return sdk.identityProvider(providers);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return new Signer(sdk.signer());
    }

    private record Signer(AwsV4HttpSigner sdk) implements AwsV4HttpSigner {
        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            boolean checked = CHECKSUMS.stream()
                    .anyMatch(
                            name -> request.request().firstMatchingHeader(name).isPresent());
            return checked ? signHeaders(request) : sdk.sign(request);
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            return sdk.signAsync(request);
        }

        /** The signature does not cover the protocol, and under this one the SDK leaves the body alone. */
        private SignedRequest signHeaders(SignRequest<? extends AwsCredentialsIdentity> request) {
            String protocol = request.request().protocol();
            SignedRequest signed = sdk.sign(request.copy(copy -> copy.request(speaking("https", request.request()))));
            return signed.copy(copy -> copy.request(speaking(protocol, signed.request())));
        }

        private static SdkHttpRequest speaking(String protocol, SdkHttpRequest request) {
            return request.copy(copy -> copy.protocol(protocol));
        }
    }
}
