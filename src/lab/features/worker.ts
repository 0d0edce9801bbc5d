/** The features' parts of the worker. The page has its own list, because it is another bundle. */
import { library } from './library/feature.ts';
import { questions } from './questions/feature.ts';
import { race } from './race/feature.ts';
import { runs } from './runs/feature.ts';
import { studies } from './studies/feature.ts';

export const workerFeatures = [library, questions, race, runs, studies] as const;

export const featureStores = [questions.stores, studies.stores];
