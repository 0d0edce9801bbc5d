/** The features' parts of the worker. The page has its own list, because it is another bundle. */
import { compare } from './compare/feature.ts';
import { library } from './library/feature.ts';
import { questions } from './questions/feature.ts';
import { runs } from './runs/feature.ts';

export const workerFeatures = [compare, library, questions, runs] as const;

export const featureStores = [compare.stores, questions.stores];
