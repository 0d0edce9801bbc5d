/** The features of the page: what it knows of each before it loads the feature's code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { compare } from './compare/page.ts';
import { explain } from './explain/page.ts';
import { library } from './library/page.ts';
import { policy } from './policy/page.ts';
import { questions } from './questions/page.ts';
import { runs } from './runs/page.ts';
import { teach } from './teach/page.ts';

/** The order of this list is the order of the buttons in the page's head. */
export const features: readonly Feature[] = [
	policy,
	explain,
	teach,
	runs,
	compare,
	questions,
	library,
];
