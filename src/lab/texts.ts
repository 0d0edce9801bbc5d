/** Registers the English texts of all messages that the worker, scripts and tests make. */
import '#engine/texts.ts';
import '#mixing/texts.ts';
import { registerEnglish } from '#languages/language.ts';
import { registerValues } from '#languages/text.ts';
import { shownValues } from './run/shownValues.ts';
import device from '#languages/en/device.errors.json' with { type: 'json' };
import lessons from '#languages/en/lessons.errors.json' with { type: 'json' };
import library from '#languages/en/library.errors.json' with { type: 'json' };
import questions from '#languages/en/questions.errors.json' with { type: 'json' };
import queue from '#languages/en/queue.errors.json' with { type: 'json' };
import race from '#languages/en/race.errors.json' with { type: 'json' };
import runs from '#languages/en/runs.errors.json' with { type: 'json' };
import studies from '#languages/en/studies.errors.json' with { type: 'json' };
import run from '#languages/en/run.json' with { type: 'json' };
import lab from '#languages/en/lab.json' with { type: 'json' };

registerEnglish({
	lab,
	run,
	'device.errors': device,
	'lessons.errors': lessons,
	'library.errors': library,
	'questions.errors': questions,
	'queue.errors': queue,
	'race.errors': race,
	'runs.errors': runs,
	'studies.errors': studies,
});
registerValues(shownValues);
