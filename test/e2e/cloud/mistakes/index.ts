import type { Mutation } from '../mutations';
import { OF_NAMES_AND_HEALTH } from './of-names-and-health';
import { OF_PATHS } from './of-paths';
import { OF_RESOURCES } from './of-resources';
import { OF_ZONES_AND_GROUPS } from './of-zones-and-groups';

/** At least one for each cause. */
export const MUTATIONS: Mutation[] = [...OF_PATHS, ...OF_ZONES_AND_GROUPS, ...OF_NAMES_AND_HEALTH, ...OF_RESOURCES];
