/** The features of the page: what it knows of each before it loads the feature's code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { classResults } from './class/manifest.ts';
import { explain } from './explain/manifest.ts';
import { lessons } from './lessons/manifest.ts';
import { library } from './library/manifest.ts';
import { policy } from './policy/manifest.ts';
import { questions } from './questions/manifest.ts';
import { queue } from './queue/manifest.ts';
import { race } from './race/manifest.ts';
import { runs } from './runs/manifest.ts';
import { share } from './share/manifest.ts';
import { studies } from './studies/manifest.ts';

/** The order of this list is the order of the buttons in the page's head. */
export const features: readonly Feature[] = [
	policy,
	explain,
	race,
	lessons,
	classResults,
	runs,
	queue,
	studies,
	questions,
	library,
	share,
];
