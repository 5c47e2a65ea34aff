/**
 * What a running application tells its operators. Stream threads write, any thread reads; nothing
 * here changes what is learned.
 */
package io.braid.topology.meter;
