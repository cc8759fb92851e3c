@NullMarked
package io.penstock.status;

import org.jspecify.annotations.NullMarked;
