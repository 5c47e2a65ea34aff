/** Images: which digit is in a picture, and where. */
package io.braid.bench.digits;
