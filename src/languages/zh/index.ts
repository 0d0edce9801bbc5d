/** All words of the page in Chinese (simplified). */
import type { MessageFiles } from '../messages.ts';
import { pairStored, readMessages } from '../language.ts';
import engine from './engine.json' with { type: 'json' };
import queue from './queue.json' with { type: 'json' };
import race from './race.json' with { type: 'json' };
import classWords from './class.json' with { type: 'json' };
import share from './share.json' with { type: 'json' };
import device from './device.json' with { type: 'json' };
import lessons from './lessons.json' with { type: 'json' };
import library from './library.json' with { type: 'json' };
import policy from './policy.json' with { type: 'json' };
import explain from './explain.json' with { type: 'json' };
import questions from './questions.json' with { type: 'json' };
import runs from './runs.json' with { type: 'json' };
import storedTexts from './stored.json' with { type: 'json' };
import englishMixing from '../en/mixing.json' with { type: 'json' };
import englishStored from '../en/stored.json' with { type: 'json' };
import page from './page.json' with { type: 'json' };
import settings from './settings.json' with { type: 'json' };
import differences from './differences.json' with { type: 'json' };
import explainManifest from './explain.manifest.json' with { type: 'json' };
import lessonsManifest from './lessons.manifest.json' with { type: 'json' };
import libraryManifest from './library.manifest.json' with { type: 'json' };
import policyManifest from './policy.manifest.json' with { type: 'json' };
import questionsManifest from './questions.manifest.json' with { type: 'json' };
import classManifest from './class.manifest.json' with { type: 'json' };
import queueManifest from './queue.manifest.json' with { type: 'json' };
import raceManifest from './race.manifest.json' with { type: 'json' };
import runsManifest from './runs.manifest.json' with { type: 'json' };
import shareManifest from './share.manifest.json' with { type: 'json' };
import format from './format.json' with { type: 'json' };
import lab from './lab.json' with { type: 'json' };
import deviceErrors from './device.errors.json' with { type: 'json' };
import lessonsErrors from './lessons.errors.json' with { type: 'json' };
import libraryErrors from './library.errors.json' with { type: 'json' };
import questionsErrors from './questions.errors.json' with { type: 'json' };
import queueErrors from './queue.errors.json' with { type: 'json' };
import raceErrors from './race.errors.json' with { type: 'json' };
import runsErrors from './runs.errors.json' with { type: 'json' };
import takeaway from './takeaway.json' with { type: 'json' };
import studies from './studies.json' with { type: 'json' };
import studiesManifest from './studies.manifest.json' with { type: 'json' };
import studiesReport from './studies.report.json' with { type: 'json' };
import studiesErrors from './studies.errors.json' with { type: 'json' };
import mixing from './mixing.json' with { type: 'json' };
import run from './run.json' with { type: 'json' };
import mixingErrors from './mixing.errors.json' with { type: 'json' };

/** ICU texts by id. */
export const messages = readMessages({
	queue,
	race,
	class: classWords,
	share,
	device,
	lessons,
	library,
	policy,
	explain,
	questions,
	runs,
	page,
	settings,
	differences,
	'explain.manifest': explainManifest,
	'class.manifest': classManifest,
	'lessons.manifest': lessonsManifest,
	'library.manifest': libraryManifest,
	'policy.manifest': policyManifest,
	'questions.manifest': questionsManifest,
	'queue.manifest': queueManifest,
	'race.manifest': raceManifest,
	'runs.manifest': runsManifest,
	'share.manifest': shareManifest,
	engine,
	format,
	lab,
	mixing,
	run,
	'device.errors': deviceErrors,
	'lessons.errors': lessonsErrors,
	'library.errors': libraryErrors,
	'questions.errors': questionsErrors,
	'queue.errors': queueErrors,
	'race.errors': raceErrors,
	'runs.errors': runsErrors,
	studies,
	takeaway,
	'studies.manifest': studiesManifest,
	'studies.report': studiesReport,
	'studies.errors': studiesErrors,
	'mixing.errors': mixingErrors,
	stored: storedTexts,
} satisfies MessageFiles);

/** Studies store the titles of policies too. */
export const stored = pairStored(
	{ mixing: englishMixing, stored: englishStored },
	{ mixing, stored: storedTexts },
);

export { finish } from './finish.ts';
