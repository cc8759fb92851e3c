/** An {@link io.penstock.upload.ObjectStore} on the AWS SDK's S3 client. */
@NullMarked
package io.penstock.upload.s3;

import org.jspecify.annotations.NullMarked;
