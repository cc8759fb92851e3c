@NullMarked
package io.penstock.logback;

import org.jspecify.annotations.NullMarked;
