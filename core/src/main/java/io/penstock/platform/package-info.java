@NullMarked
package io.penstock.platform;

import org.jspecify.annotations.NullMarked;
