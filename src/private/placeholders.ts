/**
 * Placeholders of an advertised host. They stand in its first labels only, one in each, so that one hosted zone serves the name.
 */
export const BROKER_ID = '{brokerId}';
export const ZONE_ID = '{zoneId}';

/** What stands for a host that nobody knows yet. No host is a single label. */
export const PENDING_HOST = 'pending';
