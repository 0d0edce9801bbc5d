/** Messages of the lab and its features. `npm run messages` writes this file; do not edit it. */
import type { MessageFiles } from '../messages.ts';
import deviceErrorsTexts from './device.errors.json' with { type: 'json' };
import labTexts from './lab.json' with { type: 'json' };
import lessonsErrorsTexts from './lessons.errors.json' with { type: 'json' };
import libraryErrorsTexts from './library.errors.json' with { type: 'json' };
import questionsErrorsTexts from './questions.errors.json' with { type: 'json' };
import queueErrorsTexts from './queue.errors.json' with { type: 'json' };
import raceErrorsTexts from './race.errors.json' with { type: 'json' };
import runTexts from './run.json' with { type: 'json' };
import runsErrorsTexts from './runs.errors.json' with { type: 'json' };
import studiesErrorsTexts from './studies.errors.json' with { type: 'json' };

export const files = {
	'device.errors': deviceErrorsTexts,
	lab: labTexts,
	'lessons.errors': lessonsErrorsTexts,
	'library.errors': libraryErrorsTexts,
	'questions.errors': questionsErrorsTexts,
	'queue.errors': queueErrorsTexts,
	'race.errors': raceErrorsTexts,
	run: runTexts,
	'runs.errors': runsErrorsTexts,
	'studies.errors': studiesErrorsTexts,
} satisfies Partial<MessageFiles>;
