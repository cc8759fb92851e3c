/** A local S3 server to try uploads against, and what starts it in a process of its own. */
package com.example.s3server;
