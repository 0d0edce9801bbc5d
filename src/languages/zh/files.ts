/** All message files of this language. `npm run messages` writes this file; do not edit it. */
import type { MessageFiles } from '../messages.ts';
import classTexts from './class.json' with { type: 'json' };
import classManifestTexts from './class.manifest.json' with { type: 'json' };
import deviceErrorsTexts from './device.errors.json' with { type: 'json' };
import deviceTexts from './device.json' with { type: 'json' };
import differencesTexts from './differences.json' with { type: 'json' };
import engineTexts from './engine.json' with { type: 'json' };
import explainTexts from './explain.json' with { type: 'json' };
import explainManifestTexts from './explain.manifest.json' with { type: 'json' };
import formatTexts from './format.json' with { type: 'json' };
import labTexts from './lab.json' with { type: 'json' };
import lessonsErrorsTexts from './lessons.errors.json' with { type: 'json' };
import lessonsTexts from './lessons.json' with { type: 'json' };
import lessonsManifestTexts from './lessons.manifest.json' with { type: 'json' };
import libraryErrorsTexts from './library.errors.json' with { type: 'json' };
import libraryTexts from './library.json' with { type: 'json' };
import libraryManifestTexts from './library.manifest.json' with { type: 'json' };
import mixingErrorsTexts from './mixing.errors.json' with { type: 'json' };
import mixingTexts from './mixing.json' with { type: 'json' };
import pageTexts from './page.json' with { type: 'json' };
import policyTexts from './policy.json' with { type: 'json' };
import policyManifestTexts from './policy.manifest.json' with { type: 'json' };
import questionsErrorsTexts from './questions.errors.json' with { type: 'json' };
import questionsTexts from './questions.json' with { type: 'json' };
import questionsManifestTexts from './questions.manifest.json' with { type: 'json' };
import queueErrorsTexts from './queue.errors.json' with { type: 'json' };
import queueTexts from './queue.json' with { type: 'json' };
import queueManifestTexts from './queue.manifest.json' with { type: 'json' };
import raceErrorsTexts from './race.errors.json' with { type: 'json' };
import raceTexts from './race.json' with { type: 'json' };
import raceManifestTexts from './race.manifest.json' with { type: 'json' };
import runTexts from './run.json' with { type: 'json' };
import runsErrorsTexts from './runs.errors.json' with { type: 'json' };
import runsTexts from './runs.json' with { type: 'json' };
import runsManifestTexts from './runs.manifest.json' with { type: 'json' };
import settingsTexts from './settings.json' with { type: 'json' };
import shareTexts from './share.json' with { type: 'json' };
import shareManifestTexts from './share.manifest.json' with { type: 'json' };
import storedTexts from './stored.json' with { type: 'json' };
import studiesErrorsTexts from './studies.errors.json' with { type: 'json' };
import studiesTexts from './studies.json' with { type: 'json' };
import studiesManifestTexts from './studies.manifest.json' with { type: 'json' };
import studiesMixesTexts from './studies.mixes.json' with { type: 'json' };
import studiesReportTexts from './studies.report.json' with { type: 'json' };
import takeawayTexts from './takeaway.json' with { type: 'json' };

export const files = {
	class: classTexts,
	'class.manifest': classManifestTexts,
	'device.errors': deviceErrorsTexts,
	device: deviceTexts,
	differences: differencesTexts,
	engine: engineTexts,
	explain: explainTexts,
	'explain.manifest': explainManifestTexts,
	format: formatTexts,
	lab: labTexts,
	'lessons.errors': lessonsErrorsTexts,
	lessons: lessonsTexts,
	'lessons.manifest': lessonsManifestTexts,
	'library.errors': libraryErrorsTexts,
	library: libraryTexts,
	'library.manifest': libraryManifestTexts,
	'mixing.errors': mixingErrorsTexts,
	mixing: mixingTexts,
	page: pageTexts,
	policy: policyTexts,
	'policy.manifest': policyManifestTexts,
	'questions.errors': questionsErrorsTexts,
	questions: questionsTexts,
	'questions.manifest': questionsManifestTexts,
	'queue.errors': queueErrorsTexts,
	queue: queueTexts,
	'queue.manifest': queueManifestTexts,
	'race.errors': raceErrorsTexts,
	race: raceTexts,
	'race.manifest': raceManifestTexts,
	run: runTexts,
	'runs.errors': runsErrorsTexts,
	runs: runsTexts,
	'runs.manifest': runsManifestTexts,
	settings: settingsTexts,
	share: shareTexts,
	'share.manifest': shareManifestTexts,
	stored: storedTexts,
	'studies.errors': studiesErrorsTexts,
	studies: studiesTexts,
	'studies.manifest': studiesManifestTexts,
	'studies.mixes': studiesMixesTexts,
	'studies.report': studiesReportTexts,
	takeaway: takeawayTexts,
} satisfies MessageFiles;
