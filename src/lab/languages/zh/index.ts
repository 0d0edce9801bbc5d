/** All words of the page in Chinese (simplified). */
import type { MessageFiles } from '#languages/messages.ts';
import { pairStored, readMessages } from '#languages/language.ts';
import engine from '#languages/zh/engine.json' with { type: 'json' };
import race from '#languages/zh/race.json' with { type: 'json' };
import share from '#languages/zh/share.json' with { type: 'json' };
import device from '#languages/zh/device.json' with { type: 'json' };
import lessons from '#languages/zh/lessons.json' with { type: 'json' };
import library from '#languages/zh/library.json' with { type: 'json' };
import policy from '#languages/zh/policy.json' with { type: 'json' };
import explain from '#languages/zh/explain.json' with { type: 'json' };
import questions from '#languages/zh/questions.json' with { type: 'json' };
import runs from '#languages/zh/runs.json' with { type: 'json' };
import storedTexts from '#languages/zh/stored.json' with { type: 'json' };
import englishMixing from '#languages/en/mixing.json' with { type: 'json' };
import englishStored from '#languages/en/stored.json' with { type: 'json' };
import page from '#languages/zh/page.json' with { type: 'json' };
import settings from '#languages/zh/settings.json' with { type: 'json' };
import differences from '#languages/zh/differences.json' with { type: 'json' };
import explainManifest from '#languages/zh/explain.manifest.json' with { type: 'json' };
import lessonsManifest from '#languages/zh/lessons.manifest.json' with { type: 'json' };
import libraryManifest from '#languages/zh/library.manifest.json' with { type: 'json' };
import policyManifest from '#languages/zh/policy.manifest.json' with { type: 'json' };
import questionsManifest from '#languages/zh/questions.manifest.json' with { type: 'json' };
import raceManifest from '#languages/zh/race.manifest.json' with { type: 'json' };
import runsManifest from '#languages/zh/runs.manifest.json' with { type: 'json' };
import shareManifest from '#languages/zh/share.manifest.json' with { type: 'json' };
import format from '#languages/zh/format.json' with { type: 'json' };
import lab from '#languages/zh/lab.json' with { type: 'json' };
import deviceErrors from '#languages/zh/device.errors.json' with { type: 'json' };
import lessonsErrors from '#languages/zh/lessons.errors.json' with { type: 'json' };
import libraryErrors from '#languages/zh/library.errors.json' with { type: 'json' };
import questionsErrors from '#languages/zh/questions.errors.json' with { type: 'json' };
import raceErrors from '#languages/zh/race.errors.json' with { type: 'json' };
import runsErrors from '#languages/zh/runs.errors.json' with { type: 'json' };
import studies from '#languages/zh/studies.json' with { type: 'json' };
import studiesManifest from '#languages/zh/studies.manifest.json' with { type: 'json' };
import studiesReport from '#languages/zh/studies.report.json' with { type: 'json' };
import studiesErrors from '#languages/zh/studies.errors.json' with { type: 'json' };
import mixing from '#languages/zh/mixing.json' with { type: 'json' };
import run from '#languages/zh/run.json' with { type: 'json' };
import mixingErrors from '#languages/zh/mixing.errors.json' with { type: 'json' };

/** ICU texts by id. */
export const messages = readMessages({
	race,
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
	'lessons.manifest': lessonsManifest,
	'library.manifest': libraryManifest,
	'policy.manifest': policyManifest,
	'questions.manifest': questionsManifest,
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
	'race.errors': raceErrors,
	'runs.errors': runsErrors,
	studies,
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

/** By English text: errors, and constant words of the floors below the page. */
export { default as texts } from './texts.json' with { type: 'json' };

/** No space beside full-width brackets, or between Chinese words: names can be Chinese or not. */
export const finish = (sentence: string): string =>
	sentence.replace(/(?<=）) | (?=（)|(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
