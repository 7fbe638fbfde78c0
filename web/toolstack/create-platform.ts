import type { Core } from '../core/core';
import { BarePlatform } from './bare-platform';
import type { Listeners, Platform } from './platform';
import type { Checked } from './scenario';
import { XenPlatform } from './xen-platform';

/**
 * Puts the scenario's guests on a fresh machine, ready for their first instructions.
 *
 * Errors: Refused when the guest does not fit, or when Xen refuses a step.
 */
export function createPlatform(core: Core, checked: Checked, imageHash: string, listeners: Listeners): Platform {
  return checked.bare
    ? new BarePlatform(core, checked, listeners)
    : new XenPlatform(core, checked, imageHash, listeners);
}
