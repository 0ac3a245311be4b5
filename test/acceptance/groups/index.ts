import { NETWORK } from './network';
import { NODES_GROUP, SECURED } from './nodes';
import { HUB, TLS, TWO_ACCOUNTS, TWO_REGIONS } from './reached';
import { Group } from './step';
import { UPDATE, UPDATE_NODES } from './update';
import { ZONAL } from './zonal';

/** Every group, the longest first: it decides when the run ends. */
export const GROUPS: readonly Group[] = [NODES_GROUP, UPDATE_NODES, NETWORK, SECURED, UPDATE, ZONAL, TWO_ACCOUNTS, TWO_REGIONS, TLS, HUB];
