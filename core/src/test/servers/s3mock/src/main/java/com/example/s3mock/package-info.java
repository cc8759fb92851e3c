/** S3Mock on the loopback address alone. */
package com.example.s3mock;
