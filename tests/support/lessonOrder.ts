/** The lessons in the order of the gallery. */
export const lessonIds: readonly string[] = [
	'mix',
	'mixing',
	'temperature',
	'transfer',
	'forgetting',
	'mos',
	'mospec',
	'raise',
	'noise',
	'seeds',
	'own-file',
	'real-model',
];
/** Trains a model that is downloaded or opened first (`realModel.ts`). */
export const downloadedLesson = 'real-model';
